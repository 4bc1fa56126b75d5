package org.rfaas.experiment.alternatives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Posts over one HTTP/1.1 connection that is kept alive. */
final class HttpTrip extends ArrayTrip {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;

    HttpTrip(List<String> jvmOptions) {
        super(jvmOptions, HttpServerMain.class);
        uri = URI.create(
                "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port() + HttpServerMain.PATH);
    }

    @Override
    byte[] exchange(byte[] message) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    void disconnect() {
        client.close();
    }
}
