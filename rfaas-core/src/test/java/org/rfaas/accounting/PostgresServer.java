package org.rfaas.accounting;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of this test's own: in a folder of its own, under a user without rights, ended by its process id. */
final class PostgresServer implements AutoCloseable {
    /** Where Debian's packages have what a server needs. */
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private static final String USER = "ledger";

    private final Path programs;
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private PostgresServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** Makes and starts one; skips the test, visibly, where PostgreSQL is not installed. */
    static PostgresServer start() throws IOException, InterruptedException {
        Path programs = programs();
        Path folder = Files.createTempDirectory("rfaas-postgres");
        giveAway(folder);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PostgresServer server = new PostgresServer(programs, folder, port);
        server.initialise();
        server.run();
        return server;
    }

    private static Path programs() throws IOException {
        if (Files.isDirectory(INSTALLED)) {
            try (var versions = Files.list(INSTALLED)) {
                List<Path> found = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found.getLast();
                }
            }
        }
        return abort("PostgreSQL is not installed; run run-scripts/setup");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The server refuses to run as root. */
    private static void giveAway(Path folder) throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
    }

    private ProcessBuilder program(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--clear-groups"));
        }
        command.add(programs.resolve(name).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    }

    private Path log() {
        return folder.resolveSibling(folder.getFileName() + ".log");
    }

    private void initialise() throws IOException, InterruptedException {
        String data = folder.resolve("data").toString();
        int code = program("initdb", "-D", data, "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8")
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("initdb failed: " + Files.readString(log()));
        }
    }

    /** Starts the server, for the first time or again, and waits until it answers. */
    void run() throws IOException, InterruptedException {
        Process started = program(
                        "postgres",
                        "-D",
                        folder.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=" + folder)
                .start();
        process = started;
        while (!answers()) {
            if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException("the server has ended: " + Files.readString(log()));
            }
        }
    }

    private boolean answers() {
        try {
            DriverManager.getConnection(url(), login()).close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    Properties login() {
        Properties login = new Properties();
        login.setProperty("user", USER);
        return login;
    }

    /** Ends the server at once, as a crash would; its data stay. */
    void stop() {
        Process running = process;
        process = null;
        try {
            // SIGQUIT: its children end with it
            if (running != null
                    && (new ProcessBuilder("kill", "-QUIT", Long.toString(running.pid()))
                                            .start()
                                            .waitFor()
                                    != 0
                            || !running.waitFor(60, TimeUnit.SECONDS))) {
                throw new AssertionError("the server does not end");
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(log());
    }
}
