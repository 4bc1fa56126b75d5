package org.rfaas.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.accounting.AccountFilter;
import org.rfaas.accounting.AccountSum;
import org.rfaas.accounting.Accounts;
import org.rfaas.accounting.LeaseAccount;
import org.rfaas.accounting.LedgerException;
import org.rfaas.accounting.Usage;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.RefusalCode;
import org.rfaas.control.RefusedException;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.Leases;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeProof;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ManualClock;
import org.rfaas.manager.ResourceManager;

@Timeout(240)
class OperatorServerTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String TOKEN = "0123456789abcdef-operators";
    private static final NodeCapacity NODE = Leases.node("node-a", 4, 16 * Leases.GIB);

    @TempDir
    private Path directory;

    private final Fabric fabric = Fabrics.open("shm");
    private final ResourceManager manager = ResourceManager.start(
            fabric,
            "",
            Leases.key("k"),
            new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5)),
            new ManualClock(),
            TIMEOUT);
    private final ResourceManagerClient client = ResourceManagerClient.connect(fabric, manager.address(), TIMEOUT);
    private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeAccounts accounts = new FakeAccounts();
    private OperatorServer server;
    private ControlClient node;

    @BeforeEach
    void start() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        server = OperatorServer.start(
                manager,
                Optional.of(accounts),
                new OperatorOptions("127.0.0.1", 0, BearerToken.read(file), Optional.empty()));
        node = register();
    }

    @AfterEach
    void stop() {
        http.close();
        node.close();
        server.close();
        client.close();
        manager.close();
        fabric.close();
    }

    @Test
    void shouldListDrainResumeAndRemoveNodes() throws Exception {
        SignedCertificate lease = client.lease(Leases.request(3, MINUTE)).certificate();
        assertThat(get("/api/v1/nodes").body())
                .contains("\"name\":\"node-a\"")
                .contains("\"status\":\"online\"")
                .contains("\"freeCores\":1");
        assertThat(post("/api/v1/nodes/node-a/drain", "{\"graceSeconds\": 7}").statusCode())
                .isEqualTo(200);
        assertThat(notices.poll(60, TimeUnit.SECONDS))
                .isEqualTo(new LeaseEnding(lease.lease(), EndReason.REVOKED, Duration.ofSeconds(7)));
        assertThat(get("/api/v1/nodes").body()).contains("\"status\":\"draining\"");
        reportEnd(lease);
        assertThat(get("/api/v1/nodes").body()).contains("\"status\":\"drained\"");

        assertThat(post("/api/v1/nodes/node-a/resume", "").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/status").body()).contains("\"freeCores\":4").contains("\"online\":1");

        assertThat(send("DELETE", "/api/v1/nodes/node-a?graceSeconds=0", "", TOKEN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/nodes").body()).isEqualTo("{\"nodes\":[]}");
    }

    @Test
    void shouldKeepARemovedNodeOutUntilItIsAdded() throws Exception {
        send("DELETE", "/api/v1/nodes/node-a", "", TOKEN);
        assertThat(catchThrowableOfType(RefusedException.class, this::register).code())
                .isEqualTo(RefusalCode.NODE_REMOVED);
        assertThat(post("/api/v1/nodes", "{\"name\":\"node-a\"}").statusCode()).isEqualTo(201);
        assertThat(get("/api/v1/nodes").body()).contains("\"status\":\"expected\"");
        assertThat(get("/metrics").body()).contains("rfaas_nodes{status=\"expected\"} 1.0");
        try (ControlClient again = register()) {
            assertThat(again.isConnected()).isTrue();
            assertThat(get("/api/v1/nodes").body())
                    .contains("\"status\":\"online\"")
                    .doesNotContain("expected");
        }
    }

    @Test
    void shouldSayThatARemovedNodeDrainsWhileItsLeasesRun() throws Exception {
        client.lease(Leases.request(3, MINUTE));
        assertThat(send("DELETE", "/api/v1/nodes/node-a?graceSeconds=600", "", TOKEN)
                        .body())
                .contains("\"status\":\"draining\"");
        assertThat(post("/api/v1/nodes", "{\"name\":\"node-a\"}").body()).contains("\"status\":\"resumed\"");
        assertThat(get("/api/v1/nodes").body()).contains("\"status\":\"online\"");
    }

    @Test
    void shouldListAndRevokeLeases() throws Exception {
        SignedCertificate lease = client.lease(Leases.request(1, MINUTE)).certificate();
        assertThat(get("/api/v1/leases?job=job-1").body())
                .contains(lease.lease().toString());
        assertThat(get("/api/v1/leases?job=other").body()).isEqualTo("{\"leases\":[]}");
        assertThat(post("/api/v1/leases/" + lease.lease() + "/revoke", "").statusCode())
                .isEqualTo(200);
        assertThat(get("/api/v1/leases").body()).contains("\"state\":\"ending\"");
        reportEnd(lease);
        assertThat(post("/api/v1/leases/" + lease.lease() + "/revoke", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldShowAccountsAsJsonAndCsv() throws Exception {
        assertThat(get("/api/v1/accounts/jobs").body()).contains("\"job\":\"job-1\"", "\"invocations\":3");
        assertThat(get("/api/v1/accounts/users?format=csv").body()).isEqualTo("""
                        user,leases,allocatedCoreNs,executionNs,hotPollingNs,invocations,bytes,cost
                        ada,2,10,1,2,3,4,0.5
                        """);
        assertThat(get("/api/v1/accounts/leases?limit=1").body()).contains("\"endedAt\":\"\"");
        assertThat(get("/api/v1/accounts/leases?since=yesterday").statusCode()).isEqualTo(400);
        accounts.isEmpty = true;
        assertThat(get("/api/v1/accounts/users?format=csv").body())
                .isEqualTo("user,leases,allocatedCoreNs,executionNs,hotPollingNs,invocations,bytes,cost\n");
        assertThat(get("/api/v1/accounts/users").body()).isEqualTo("{\"users\":[],\"more\":false}");
        assertThat(get("/api/v1/accounts/jobs?format=xml").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/accounts/jobs?limit=0").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/accounts/jobs?job=a%20b").statusCode()).isEqualTo(400);
        accounts.broken = true;
        assertThat(get("/api/v1/accounts/jobs").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldSayThatThereAreMoreAccountsThanWereAskedFor() throws Exception {
        accounts.copies = 2;
        assertThat(get("/api/v1/accounts/leases").body()).contains("\"more\":false");
        assertThat(get("/api/v1/accounts/leases?limit=1").body())
                .contains("\"more\":true")
                .containsOnlyOnce("job-1");
        assertThat(get("/api/v1/accounts/leases?limit=1&format=csv").headers().firstValue("Rfaas-More"))
                .contains("true");
        assertThat(get("/api/v1/accounts/leases?limit=2&format=csv").headers().firstValue("Rfaas-More"))
                .contains("false");
    }

    @Test
    void shouldCountInPrometheusFormat() throws Exception {
        client.lease(Leases.request(1, MINUTE));
        assertThat(get("/metrics").body())
                .contains("rfaas_leases_granted_total 1.0")
                .contains("rfaas_leases 1.0")
                .contains("rfaas_cores_free 3.0")
                .contains("rfaas_nodes{status=\"online\"} 1.0")
                .contains("jvm_memory_used_bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic " + TOKEN, "Bearer " + TOKEN + "x", "bearer"})
    void shouldServeNobodyWithoutTheToken(String header) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1/nodes"));
        if (!header.isEmpty()) {
            request.header("Authorization", header);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("operator.token-file").doesNotContain(TOKEN);
        assertThat(http.send(HttpRequest.newBuilder(uri("/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldTellAnybodyThatItIsWellAndWhatItCanDo() throws Exception {
        for (String path : List.of("/health", "/openapi.json", "/")) {
            assertThat(http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldBeFoundAtAnIpv6AddressToo() throws Exception {
        assumeTrue(hasIpv6Loopback(), "this machine has no ::1");
        BearerToken token = BearerToken.read(directory.resolve("token"));
        OperatorOptions options = new OperatorOptions("::1", 0, token, Optional.empty());
        try (OperatorServer other = OperatorServer.start(manager, Optional.empty(), options);
                OperatorClient operator = new OperatorClient(other.address(), token, Optional.empty(), TIMEOUT)) {
            assertThat(other.address().toString()).startsWith("http://[::1]:");
            assertThat(operator.get("/api/v1/nodes", Map.of())).asString().contains("node-a");
            OperatorOptions taken = new OperatorOptions("::1", other.address().getPort(), token, Optional.empty());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OperatorServer.start(manager, Optional.empty(), taken))
                    .withMessageContaining("operators cannot be served at " + other.address() + ": ");
        }
    }

    @Test
    void shouldRefuseAKeyStorePasswordThatOthersCanRead() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r-----"));
        OperatorOptions options = new OperatorOptions(
                "127.0.0.1",
                0,
                BearerToken.read(directory.resolve("token")),
                Optional.of(new OperatorOptions.Tls(directory.resolve("keys.p12"), password)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorServer.start(manager, Optional.empty(), options))
                .withMessageContaining("operator.key-store-password-file")
                .withMessageContaining("chmod 600 " + password);
    }

    private static boolean hasIpv6Loopback() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"graceSeconds\": -1}",
                "{\"graceSeconds\": 86401}",
                "{\"graceSeconds\": 1e300}",
                "{\"graceSeconds\": \"soon\"}",
                "{\"graceSeconds\": null}",
                "{\"grace\": 1}",
                "[1]",
                "{",
                "nonsense"
            })
    void shouldRefuseAbsurdBodies(String body) throws Exception {
        HttpResponse<String> answer = post("/api/v1/nodes/node-a/drain", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("error");
        assertThat(get("/api/v1/nodes").body()).contains("\"status\":\"online\"");
    }

    @Test
    void shouldRefuseOversizeBodiesAndUnknownThings() throws Exception {
        assertThat(post("/api/v1/nodes", "{\"name\":\"" + "x".repeat(70_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(post("/api/v1/nodes", "{\"name\":\"" + "x".repeat(65) + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/api/v1/nodes", "{\"name\":\"node-a\"}").statusCode()).isEqualTo(409);
        assertThat(post("/api/v1/nodes/none/drain", "").statusCode()).isEqualTo(404);
        assertThat(post("/api/v1/nodes/none/resume", "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/api/v1/nodes/none", "", TOKEN).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/api/v1/nodes/node-a?graceSeconds=-5", "", TOKEN)
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/api/v1/leases/xyz/revoke", "").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldRefuseAnOversizeBodyThatComesInChunks() throws Exception {
        byte[] body = ("{\"name\":\"node-b\"}" + " ".repeat(70_000)).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/nodes"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
        assertThat(get("/api/v1/nodes").body()).doesNotContain("node-b");
    }

    @Test
    void shouldRefuseAWrongMethodAndAnAmbiguousPathAsAnythingElse() throws Exception {
        HttpResponse<String> wrong = send("PUT", "/api/v1/nodes", "", TOKEN);
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.body()).startsWith("{\"error\":");
        for (String path : List.of("//api/v1/nodes", "/%2e%2e/")) {
            HttpResponse<String> ambiguous = http.send(
                    HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(ambiguous.statusCode()).as(path).isBetween(400, 404);
            assertThat(ambiguous.body()).as(path).startsWith("{\"error\":");
        }
    }

    @Test
    void shouldDescribeEveryPathThatItServes() throws Exception {
        Map<String, Object> description = JSON.std.mapFrom(get("/openapi.json").body());
        List<String> unserved = new ArrayList<>();
        for (Map.Entry<?, ?> path : ((Map<?, ?>) description.get("paths")).entrySet()) {
            for (Object method : ((Map<?, ?>) path.getValue()).keySet()) {
                String concrete =
                        String.valueOf(path.getKey()).replace("{node}", "none").replace("{lease}", "0000000000000000");
                HttpResponse<String> answer =
                        send(String.valueOf(method).toUpperCase(Locale.ROOT), concrete, "", TOKEN);
                if (answer.body().contains("Endpoint") || answer.statusCode() >= 500) {
                    unserved.add(method + " " + path.getKey() + ": " + answer.body());
                }
            }
        }
        assertThat(unserved).isEmpty();
    }

    private void reportEnd(SignedCertificate lease) {
        node.send(new LeaseEnded(lease.lease(), EndReason.REVOKED, ""));
        node.call(new HoldLeases(List.of()), Done.class); // processed in order, so the report is through
    }

    private ControlClient register() {
        ControlClient control = ControlClient.connect(fabric, manager.address(), TIMEOUT, new ControlClient.Listener() {
            @Override
            public void received(Notice notice) {
                notices.add(notice);
            }

            @Override
            public void disconnected(String reason) {}
        });
        try {
            control.call(new RegisterNode(NODE, NodeProof.of(Leases.key("k"), control.challenge(), NODE)), Done.class);
            return control;
        } catch (RuntimeException e) {
            control.close();
            throw e;
        }
    }

    private URI uri(String path) {
        return server.address().resolve(path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "", TOKEN);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body, TOKEN);
    }

    private HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static final class FakeAccounts implements Accounts {
        private static final Usage USAGE = new Usage(1, 2, 3, 4);

        private volatile boolean broken;
        private volatile boolean isEmpty;
        private volatile int copies = 1;

        @Override
        public List<LeaseAccount> leases(AccountFilter filter) {
            LeaseAccount one = new LeaseAccount(
                    new LeaseId(1),
                    "job-1",
                    "ada",
                    "node-a",
                    1,
                    Leases.GIB,
                    Instant.EPOCH,
                    Optional.empty(),
                    10,
                    USAGE,
                    0.5);
            return Collections.nCopies(Math.min(copies, filter.limit()), one);
        }

        @Override
        public List<AccountSum> jobs(AccountFilter filter) {
            if (broken) {
                throw new LedgerException("gone", new IOException("gone"));
            }
            return List.of(new AccountSum("job-1", 2, 10, USAGE, 0.5));
        }

        @Override
        public List<AccountSum> users(AccountFilter filter) {
            return isEmpty ? List.of() : List.of(new AccountSum("ada", 2, 10, USAGE, 0.5));
        }
    }
}
