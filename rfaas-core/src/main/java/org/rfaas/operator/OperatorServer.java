package org.rfaas.operator;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.rfaas.accounting.Accounts;
import org.rfaas.config.OperatorConfig;
import org.rfaas.file.FileProblem;
import org.rfaas.file.SecretFile;
import org.rfaas.manager.ResourceManager;
import org.rfaas.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operators' interface over HTTP. Everything but its description and its health needs the token. */
public final class OperatorServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorServer.class);
    private static final Set<String> OPEN_TO_ALL = Set.of("/", "/openapi.json", "/health");

    private final Javalin app;
    private final OperatorOptions options;

    private OperatorServer(Javalin app, OperatorOptions options) {
        this.app = app;
        this.options = options;
    }

    /**
     * Starts to serve.
     *
     * @param manager the resource manager to operate
     * @param accounts its bill, if it keeps one
     * @throws IllegalArgumentException when the address cannot be listened at, or must not be without TLS, or the key store cannot
     *     be used
     */
    public static OperatorServer start(ResourceManager manager, Optional<Accounts> accounts, OperatorOptions options) {
        requireSecrecy(options);
        ManagerMetrics metrics = new ManagerMetrics(manager.operators());
        manager.observe(metrics);
        Optional<SslContextFactory.Server> tls = options.tls().map(OperatorServer::secure);
        Javalin app = Javalin.create(config -> configure(config, options, tls));
        app.before(context -> requireToken(context, options.token()));
        new NodeRoutes(manager.operators()).addTo(app);
        new LeaseRoutes(manager.operators()).addTo(app);
        new AccountRoutes(accounts).addTo(app);
        new ClusterRoutes(manager.operators(), metrics).addTo(app);
        app.get("/openapi.json", context -> resource(context, "openapi.json", "application/json"));
        app.get("/", context -> resource(context, "openapi.html", "text/html; charset=utf-8"));
        Refusals.addTo(app);
        try {
            app.start();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "operators cannot be served at "
                            + OperatorConfig.servedAt(options.tls().isPresent(), options.host(), options.port()) + ": "
                            + reason(e)
                            + "; set operator.host or operator.port",
                    e);
        }
        OperatorServer server = new OperatorServer(app, options);
        LOG.info("operators are served at {}", server.address());
        return server;
    }

    private static void requireSecrecy(OperatorOptions options) {
        if (options.tls().isEmpty() && !Secrecy.isLoopback(options.host())) {
            throw new IllegalArgumentException("operators are not served at " + options.host()
                    + " without TLS; set operator.key-store, or operator.host to a loopback address");
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause != null) {
            return reason(cause);
        }
        return failure instanceof UnresolvedAddressException
                ? "there is no such host"
                : String.valueOf(failure.getMessage());
    }

    private static void configure(
            JavalinConfig config, OperatorOptions options, Optional<SslContextFactory.Server> tls) {
        config.showJavalinBanner = false;
        config.startupWatcherEnabled = false;
        config.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.jetty.modifyServer(server -> server.setErrorHandler(new UnreadableRequests()));
        config.jetty.addConnector((server, http) -> {
            ServerConnector connector =
                    tls.map(secure -> new ServerConnector(server, secure)).orElseGet(() -> new ServerConnector(server));
            connector.setHost(options.host());
            connector.setPort(options.port());
            return connector;
        });
    }

    private static SslContextFactory.Server secure(OperatorOptions.Tls tls) {
        String password = new SecretFile(tls.passwordFile(), "operator.key-store-password-file").firstLine();
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setKeyStore(readKeyStore(tls.keyStore(), password));
        factory.setKeyStorePassword(password);
        return factory;
    }

    private static KeyStore readKeyStore(Path file, String password) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "key store " + file + " cannot be read: " + FileProblem.reason(e) + "; set operator.key-store", e);
        }
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(content), password.toCharArray());
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    file + " is no PKCS#12 key store, or its password is wrong; set operator.key-store and"
                            + " operator.key-store-password-file",
                    e);
        }
    }

    private static void requireToken(Context context, BearerToken token) {
        String shown = Objects.requireNonNullElse(context.header("Authorization"), "");
        if (!OPEN_TO_ALL.contains(context.path()) && !token.isShownIn(shown)) {
            LOG.warn(
                    "{} {} from {}: no or a wrong token",
                    context.method(),
                    Printable.line(context.path(), "?"),
                    context.ip());
            throw RequestRefusal.unauthorised();
        }
    }

    private static void resource(Context context, String name, String contentType) throws IOException {
        try (InputStream in = Objects.requireNonNull(OperatorServer.class.getResourceAsStream(name), name)) {
            context.contentType(contentType).result(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Where it is served. */
    public URI address() {
        return OperatorConfig.servedAt(options.tls().isPresent(), options.host(), app.port());
    }

    /** Stops serving. */
    @Override
    public void close() {
        app.stop();
    }
}
