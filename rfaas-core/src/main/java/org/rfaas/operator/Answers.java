package org.rfaas.operator;

import com.fasterxml.jackson.jr.ob.JSON;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reading requests and writing answers, the same for every route. */
final class Answers {
    /** Longest grace anybody can mean. */
    private static final long MAX_GRACE_SECONDS = 86_400;

    private static final int MAX_BODY_BYTES = 64 << 10;

    private Answers() {}

    static void json(Context context, Object value) {
        try {
            context.contentType("application/json").result(JSON.std.asString(value));
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    /**
     * The body as a JSON object; an empty body is an empty object.
     *
     * @throws RequestRefusal when it is something else, or longer than {@value #MAX_BODY_BYTES} bytes
     */
    static Map<String, Object> body(Context context) {
        String text = text(context);
        try {
            return text.isBlank() ? Map.of() : JSON.std.mapFrom(text);
        } catch (IOException | IllegalStateException e) {
            throw RequestRefusal.malformed("the body is not a JSON object");
        }
    }

    /** Counted while it comes: a body in chunks does not say beforehand how long it is. */
    private static String text(Context context) {
        byte[] bytes;
        try {
            bytes = context.bodyInputStream().readNBytes(MAX_BODY_BYTES + 1);
        } catch (IOException e) {
            throw RequestRefusal.malformed("the body cannot be read: " + e.getMessage());
        }
        if (bytes.length > MAX_BODY_BYTES) {
            throw RequestRefusal.tooLong("the body is longer than " + MAX_BODY_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * The member {@code graceSeconds} of a body; 0 if it is absent.
     *
     * @throws RequestRefusal when it is no whole number in 0..86400, or the body has other members
     */
    static Duration grace(Map<String, Object> body) {
        requireOnly(body, "graceSeconds");
        Object given = body.getOrDefault("graceSeconds", 0);
        return grace(String.valueOf(given));
    }

    /** Like {@link #grace(Map)} from a text. */
    static Duration grace(String given) {
        long seconds = whole("graceSeconds", given);
        if (seconds < 0 || seconds > MAX_GRACE_SECONDS) {
            throw RequestRefusal.malformed("graceSeconds " + seconds + " is not in 0.." + MAX_GRACE_SECONDS);
        }
        return Duration.ofSeconds(seconds);
    }

    static long whole(String what, String given) {
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw RequestRefusal.malformed(what + " is no whole number");
        }
    }

    static void requireOnly(Map<String, Object> body, String member) {
        for (String name : body.keySet()) {
            if (!name.equals(member)) {
                throw RequestRefusal.malformed("unknown member '" + name + "'; known here: " + member);
            }
        }
    }

    /** A parameter of the query, if it is there. */
    static Optional<String> query(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name));
    }
}
