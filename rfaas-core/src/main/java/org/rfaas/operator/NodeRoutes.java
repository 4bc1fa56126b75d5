package org.rfaas.operator;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rfaas.manager.OperatorDesk;
import org.rfaas.text.Printable;

/** Nodes over HTTP. */
final class NodeRoutes {
    private static final String NODES = "/api/v1/nodes";
    private static final String NODE = NODES + "/{node}";

    private final OperatorDesk desk;

    NodeRoutes(OperatorDesk desk) {
        this.desk = desk;
    }

    void addTo(Javalin app) {
        app.get(NODES, this::list);
        app.post(NODES, this::add);
        app.delete(NODE, this::remove);
        app.post(NODE + "/drain", this::drain);
        app.post(NODE + "/resume", this::resume);
    }

    private void list(Context context) {
        List<Map<String, Object>> rows = new ArrayList<>();
        desk.nodes().forEach(node -> rows.add(StatusRows.toJson(node)));
        for (String name : desk.expectedNodes()) {
            rows.add(Map.of("name", name, "status", "expected"));
        }
        Answers.json(context, Map.of("nodes", rows));
    }

    private void add(Context context) {
        Map<String, Object> body = Answers.body(context);
        Answers.requireOnly(body, "name");
        if (!(body.get("name") instanceof String name)) {
            throw RequestRefusal.malformed("the body has no member name");
        }
        if (!desk.add(name)) {
            throw RequestRefusal.conflict("node " + name + " is there already");
        }
        context.status(201);
        Answers.json(context, Map.of("name", name, "status", desk.isKnown(name) ? "resumed" : "expected"));
    }

    private void remove(Context context) {
        String name = context.pathParam("node");
        requireKnown(
                name,
                desk.remove(
                        name,
                        Answers.grace(Answers.query(context, "graceSeconds").orElse("0"))));
        Answers.json(context, Map.of("name", name, "status", desk.isKnown(name) ? "draining" : "removed"));
    }

    private void drain(Context context) {
        String name = context.pathParam("node");
        requireKnown(name, desk.drain(name, Answers.grace(Answers.body(context))));
        Answers.json(context, Map.of("name", name, "status", desk.isLeased(name) ? "draining" : "drained"));
    }

    private void resume(Context context) {
        String name = context.pathParam("node");
        requireKnown(name, desk.resume(name));
        Answers.json(context, Map.of("name", name, "status", "resumed"));
    }

    private void requireKnown(String name, boolean known) {
        if (!known) {
            if (desk.expectedNodes().contains(name)) {
                throw RequestRefusal.conflict("node " + name + " is expected and has not registered yet");
            }
            throw RequestRefusal.unknown("no node '" + Printable.line(name, "?") + "'; see: rfaas nodes");
        }
    }
}
