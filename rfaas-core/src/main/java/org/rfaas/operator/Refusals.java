package org.rfaas.operator;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every refusal, also by the disk, as a status code and a JSON object with the one member {@code error}. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static void addTo(Javalin app) {
        app.exception(RequestRefusal.class, (e, context) -> answer(context, e));
        app.exception(
                IllegalArgumentException.class,
                (e, context) -> answer(context, RequestRefusal.malformed(String.valueOf(e.getMessage()))));
        app.exception(
                UncheckedIOException.class,
                (e, context) -> answer(context, RequestRefusal.unavailable(String.valueOf(e.getMessage()))));
        app.exception(HttpResponseException.class, (e, context) -> {
            context.status(e.getStatus());
            Answers.json(context, Map.of("error", String.valueOf(e.getMessage())));
        });
        app.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            context.status(500);
            Answers.json(context, Map.of("error", "the service failed; its log says how"));
        });
    }

    static void answer(Context context, RequestRefusal refusal) {
        context.status(refusal.status());
        Answers.json(context, Map.of("error", String.valueOf(refusal.getMessage())));
    }
}
