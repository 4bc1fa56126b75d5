package org.rfaas.operator;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Asks the operators' interface. */
public final class OperatorClient implements AutoCloseable {
    private final URI target;
    private final BearerToken token;
    private final Duration timeout;
    private final HttpClient http;

    /**
     * Connects to nobody yet.
     *
     * @param trusted PEM file with the certificates to trust; empty for those the JDK does
     * @param timeout for each answer
     * @throws org.rfaas.config.ConfigurationException when that file cannot be used
     * @throws OperatorException when the token would cross a network in clear
     */
    public OperatorClient(URI target, BearerToken token, Optional<Path> trusted, Duration timeout) {
        if (!"https".equals(target.getScheme()) && !Secrecy.isLoopback(target.getHost())) {
            throw new OperatorException("the token would travel readably to " + target + "; use https", null);
        }
        this.target = target;
        this.token = token;
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(timeout);
        trusted.ifPresent(file -> builder.sslContext(TrustedCertificates.tls(file)));
        this.http = builder.build();
    }

    /**
     * Asks for a JSON object.
     *
     * @param query parameters, without those that are empty
     * @throws OperatorException when it is refused, or nobody answers
     */
    public Map<String, Object> get(String path, Map<String, String> query) {
        return parse(send(request(path, query).GET()).body());
    }

    /**
     * Rows as comma-separated values.
     *
     * @param more whether there are more of them
     */
    public record Csv(String text, boolean more) {}

    /** Like {@link #get}, for comma-separated values. */
    public Csv csv(String path, Map<String, String> query) {
        HttpResponse<String> response = send(request(path, query).GET());
        return new Csv(
                response.body(),
                response.headers().firstValue(AccountRoutes.MORE_HEADER).equals(Optional.of("true")));
    }

    /** Has something done, with a JSON object as body. */
    public Map<String, Object> post(String path, Map<String, ?> body) {
        try {
            return parse(send(request(path, Map.of())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(JSON.std.asString(body))))
                    .body());
        } catch (IOException e) {
            throw new OperatorException("the request cannot be written as JSON", e);
        }
    }

    /** Has something removed. */
    public Map<String, Object> delete(String path, Map<String, String> query) {
        return parse(send(request(path, query).DELETE()).body());
    }

    /** A name or number as a part of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + segment(entry.getValue()))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(target.resolve(path + (parameters.isEmpty() ? "" : "?" + parameters)))
                .timeout(timeout)
                .header("Authorization", token.authorization());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw OperatorException.refused(target + ": " + errorIn(response));
            }
            return response;
        } catch (IOException e) {
            throw new OperatorException("no operators' interface at " + target + ": " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("interrupted while waiting for " + target, e);
        }
    }

    /** Why nobody answers, with the keys to look at. */
    private static String reason(IOException problem) {
        return switch (problem) {
            case ConnectException _ -> "no connection; see operator.address";
            case SSLException e ->
                "no TLS connection: " + Objects.requireNonNullElse(rootOf(e).getMessage(), "it was refused")
                        + "; see operator.address and operator.trusted-certificates";
            default ->
                Objects.requireNonNullElse(problem.getMessage(), "the connection ended") + "; see operator.address";
        };
    }

    /** What went wrong with a certificate is deep inside; what is around it repeats it with names of classes. */
    private static Throwable rootOf(Throwable problem) {
        return problem.getCause() == null ? problem : rootOf(problem.getCause());
    }

    private static String errorIn(HttpResponse<String> response) {
        try {
            return String.valueOf(JSON.std.mapFrom(response.body()).get("error"));
        } catch (IOException e) {
            return "status " + response.statusCode();
        }
    }

    private static Map<String, Object> parse(String text) {
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new OperatorException("the answer is not a JSON object", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
