package org.rfaas.fabric;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Entry point of one fabric implementation, found with {@link java.util.ServiceLoader}.
 *
 * <p>A provider is a name, a version and three functions (compare libfabric's {@code fi_provider}).
 */
public interface FabricProvider {
    /** Name used in configuration and in addresses, for example {@code shm}. */
    String name();

    /** Version of the provider's peer protocol; two sides connect only when it is equal. */
    int version();

    /**
     * What this machine can reach with this provider: two sides whose answers are equal can be expected to connect. A
     * network says the same everywhere; shared memory says something that only processes on this host say.
     */
    String reach();

    /** Whether peers on other hosts can be reached at all. */
    default boolean reachesOtherHosts() {
        return true;
    }

    /**
     * Where {@link Fabric#listen} finds a free place that peers reach at an address of this machine.
     *
     * @param host host name or IP address; meaningless for providers that do not leave the host
     */
    String locationAt(String host);

    /**
     * Says whether this provider can serve on this machine, without opening anything.
     *
     * @param settings what it would be opened with
     */
    Availability probe(FabricSettings settings);

    /**
     * Opens the fabric.
     *
     * @param settings what the configuration says to providers
     * @throws FabricException when {@link #probe} would answer that it is unavailable, or a resource is exhausted
     */
    Fabric open(FabricSettings settings);

    /** A class of each library, this project's apart, that a process must have on its class path to open it. */
    default List<Class<?>> libraries() {
        return List.of();
    }

    /** Files of native code that a process loads to open it, those of the system apart. */
    default List<Path> nativeFiles() {
        return List.of();
    }

    /**
     * Reserves a place for a process that is to serve without a network; empty when this provider is a network.
     *
     * @throws FabricException when none can be made
     */
    default Optional<FabricPlace> reservePlace() {
        return Optional.empty();
    }

    /**
     * Opens the fabric in a process for which another one has reserved a place; all that its peers need is there.
     *
     * @throws FabricException as {@link #open}, and when this provider knows no places
     */
    default Fabric openAt(Path place) {
        throw new FabricException("fabric provider '" + name() + "' cannot be opened at " + place);
    }

    /** The devices this provider could use, usable or not; empty where it needs none. */
    default List<FabricDevice> devices() {
        return List.of();
    }

    /**
     * Answer of {@link #probe}.
     *
     * @param usable whether {@link #open} can be expected to work
     * @param reason why not, with the remedy; empty when usable
     */
    record Availability(boolean usable, String reason) {
        public static Availability present() {
            return new Availability(true, "");
        }

        public static Availability absent(String reason) {
            return new Availability(false, reason);
        }
    }
}
