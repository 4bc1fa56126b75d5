package org.rfaas.experiment.alternatives;

import java.util.List;

/** What is compared. */
enum Contestant {
    RFAAS_SHM("hot invocation (shm)"),
    RFAAS_SHM_ARRAYS("hot invocation, from and to Java arrays (shm)"),
    MPI("Open MPI (Java)"),
    AERON_IPC("Aeron IPC", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"),
    RFAAS_TCP("hot invocation (tcp)"),
    BARE_TCP("bare TCP"),
    GRPC("gRPC-java", "--sun-misc-unsafe-memory-access=allow"),
    // without it the server's answers wait for the client's delayed acknowledgements
    HTTP("JDK HTTP", "-Dsun.net.httpserver.nodelay=true");

    private final String title;
    private final String jvmOption;

    Contestant(String title) {
        this(title, "");
    }

    Contestant(String title, String jvmOption) {
        this.title = title;
        this.jvmOption = jvmOption;
    }

    String title() {
        return title;
    }

    /** Whether it is an invocation, of which the paper has figures. */
    boolean isOurs() {
        return this == RFAAS_SHM || this == RFAAS_SHM_ARRAYS || this == RFAAS_TCP;
    }

    /** What both of its JVMs need. */
    List<String> jvmOptions() {
        return jvmOption.isEmpty() ? List.of() : List.of(jvmOption);
    }
}
