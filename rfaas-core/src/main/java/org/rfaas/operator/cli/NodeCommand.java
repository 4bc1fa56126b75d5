package org.rfaas.operator.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rfaas.operator.OperatorClient;
import picocli.CommandLine.Parameters;

/** A command about nodes. */
abstract class NodeCommand extends EachCommand {
    @Parameters(arity = "1..*", paramLabel = "NODE", description = "Names of nodes.")
    private List<String> nodes = new ArrayList<>();

    @Override
    final List<String> names() {
        return nodes;
    }

    static String path(String node) {
        return NodesCommand.PATH + "/" + OperatorClient.segment(node);
    }

    @Override
    final void print(PrintWriter out, Map<String, Object> answer) {
        out.println("node " + answer.get("name") + ": " + answer.get("status"));
    }
}
