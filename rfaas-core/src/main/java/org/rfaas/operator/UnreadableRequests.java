package org.rfaas.operator;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.jspecify.annotations.Nullable;

/** Requests that the web server refuses before a route sees them, such as those for ambiguous paths: in the form of all refusals. */
final class UnreadableRequests extends ErrorHandler {
    @Override
    public ByteBuffer badMessageError(int status, @Nullable String reason, HttpFields.Mutable fields) {
        fields.put(HttpHeader.CONTENT_TYPE, "application/json");
        try {
            String body = JSON.std.asString(Map.of("error", reason == null ? "status " + status : reason));
            return StandardCharsets.UTF_8.encode(body);
        } catch (IOException e) {
            throw new IllegalStateException("a refusal cannot be written as JSON", e);
        }
    }
}
