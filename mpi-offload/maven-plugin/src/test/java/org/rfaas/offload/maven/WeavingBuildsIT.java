package org.rfaas.offload.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weaving in builds of their own, offline: a repository with this build's artifacts and links to all others that the
 * machine has.
 */
final class WeavingBuildsIT {
    private static final String VERSION = System.getProperty("rfaas.version", "");
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    /** Links lead out of it, so nothing ever deletes what is in it. */
    private static final Path REPOSITORY = Path.of("target/repository").toAbsolutePath();

    private static final String SOURCE = """
            import org.rfaas.offload.Offload;
            public class Main {
                public static void main(String[] arguments) {
                    double[] y = {1, 2, 3};
                    for (@Offload int i = 0; i < y.length; i++) {
                        y[i] *= 2;
                    }
                    System.out.println(java.util.Arrays.toString(y));
                }
            }
            """;

    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>demo</groupId>
              <artifactId>demo</artifactId>
              <version>1</version>
              <properties>
                <maven.compiler.release>25</maven.compiler.release>
                <maven.compiler.proc>none</maven.compiler.proc>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <dependencies>
                <dependency>
                  <groupId>org.rfaas</groupId>
                  <artifactId>mpi-offload</artifactId>
                  <version>@version@</version>
                </dependency>
              </dependencies>
              <build>
                <plugins>
                  <plugin>
                    <groupId>org.apache.maven.plugins</groupId>
                    <artifactId>maven-resources-plugin</artifactId>
                    <version>@resources@</version>
                  </plugin>
                  <plugin>
                    <groupId>org.apache.maven.plugins</groupId>
                    <artifactId>maven-compiler-plugin</artifactId>
                    <version>@compiler@</version>
                  </plugin>
                  <plugin>
                    <groupId>org.rfaas</groupId>
                    <artifactId>offload-maven-plugin</artifactId>
                    <version>@version@</version>
                    <executions>
                      <execution>
                        <goals>
                          <goal>weave</goal>
                          <goal>test-weave</goal>
                        </goals>
                      </execution>
                    </executions>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldWeaveOnceInABuildAndRun() throws Exception {
        Path maven = thisMaven();
        makeRepository();
        Files.writeString(directory.resolve("pom.xml"), pom());
        Files.writeString(
                Files.createDirectories(directory.resolve("src/main/java")).resolve("Main.java"), SOURCE);
        Files.writeString(
                Files.createDirectories(directory.resolve("src/test/java")).resolve("OfTests.java"),
                SOURCE.replace("Main", "OfTests"));

        assertThat(maven(maven, "process-test-classes", "-Doffload.report=target/loops.txt"))
                .containsSubsequence("1 loops woven", "1 loops woven");
        assertThat(directory.resolve("target/loops.txt"))
                .content()
                .contains("Main.main:5 proved", "OfTests.main:5 proved");
        assertThat(maven(maven, "org.rfaas:offload-maven-plugin:" + VERSION + ":weave"))
                .contains("0 loops woven");

        Path classes = directory.resolve("target/classes");
        assertThat(Files.readString(classes.resolve("Main.class"), StandardCharsets.ISO_8859_1))
                .contains("main$offload$0");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = classes + ":" + jar("mpi-offload", "mpi-offload") + ":" + jar("rfaas-core", "rfaas-core");
        Outcome outcome = run(List.of(java, "-cp", classPath, "Main"));
        assertThat(outcome.status).as(outcome.output).isZero();
        assertThat(outcome.output).contains("[2.0, 4.0, 6.0]");
    }

    /** By the annotation processor. */
    @Test
    void shouldBuildTheExample() throws Exception {
        Path maven = thisMaven();
        makeRepository();
        Path example = ROOT.resolve("examples/loop");
        Path source = Path.of("src/main/java/org/example/Potential.java");
        Files.createDirectories(directory.resolve(source).getParent());
        for (Path file : List.of(Path.of("pom.xml"), source)) {
            Files.copy(example.resolve(file), directory.resolve(file));
        }

        assertThat(directory.resolve("pom.xml")).content().contains("<rfaas.version>" + VERSION + "</rfaas.version>");
        maven(maven, "process-classes");
        assertThat(directory.resolve("target/loops.txt")).content().contains("Potential.evaluate:", " proved, ");
    }

    private static Path thisMaven() {
        Path maven = Path.of(System.getProperty("maven.home", ""), "bin", "mvn");
        assumeTrue(Files.isExecutable(maven), "needs the Maven that builds this; run mvn verify");
        return maven;
    }

    private record Outcome(int status, String output) {}

    private String maven(Path maven, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(maven.toString(), "-o", "-B", "-Dmaven.repo.local=" + REPOSITORY));
        command.addAll(List.of(arguments));
        Outcome outcome = run(command);
        assumeFalse(
                outcome.status != 0 && outcome.output.contains("offline mode"),
                "needs the plugins of a Maven build in the local repository; run any Maven build with a network");
        assertThat(outcome.status).as(outcome.output).isZero();
        return outcome.output;
    }

    private Outcome run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path output = directory.resolve("output.txt");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process = builder.start();
        try {
            boolean hasEnded = process.waitFor(3, TimeUnit.MINUTES);
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            assertThat(hasEnded)
                    .as("%s ends within 3 minutes: %s", command, text)
                    .isTrue();
            return new Outcome(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String pom() throws IOException {
        return POM.replace("@version@", VERSION)
                .replace("@resources@", pluginVersion("maven-resources-plugin"))
                .replace("@compiler@", pluginVersion("maven-compiler-plugin"));
    }

    /** The version that this build uses, and which is there for that reason. */
    private static String pluginVersion(String artifact) throws IOException {
        Matcher version = Pattern.compile("<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(version.find()).as(artifact).isTrue();
        return version.group(1);
    }

    private static void makeRepository() throws IOException {
        Path machine = Path.of(System.getProperty("rfaas.repository", ""));
        link(machine, Files.createDirectories(REPOSITORY), "org");
        link(machine.resolve("org"), Files.createDirectories(REPOSITORY.resolve("org")), "rfaas");
        publish("rfaas-parent", ROOT.resolve("pom.xml"));
        publish("rfaas-core", ROOT.resolve("rfaas-core/pom.xml"), jar("rfaas-core", "rfaas-core"));
        publish("mpi-offload", ROOT.resolve("mpi-offload/pom.xml"), jar("mpi-offload", "mpi-offload"));
        publish(
                "offload-maven-plugin",
                ROOT.resolve("mpi-offload/maven-plugin/pom.xml"),
                jar("mpi-offload/maven-plugin", "offload-maven-plugin"));
    }

    private static void link(Path from, Path into, String except) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
            all.forEach(entries::add);
        }
        for (Path entry : entries) {
            Path link = into.resolve(entry.getFileName());
            if (!entry.endsWith(except) && !Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, entry);
            }
        }
    }

    private static void publish(String artifact, Path pom, Path... jars) throws IOException {
        Path place = Files.createDirectories(REPOSITORY.resolve("org/rfaas/" + artifact + "/" + VERSION));
        Files.copy(pom, place.resolve(artifact + "-" + VERSION + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        for (Path jar : jars) {
            Files.copy(jar, place.resolve(artifact + "-" + VERSION + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path jar(String module, String artifact) {
        return ROOT.resolve(module + "/target/" + artifact + "-" + VERSION + ".jar");
    }
}
