package org.rfaas.fabric.shm;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricDevice;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricPlace;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.FabricSettings;

/** Shared memory between processes of one user on one Linux host. */
public final class ShmFabricProvider implements FabricProvider {
    static final String NAME = "shm";
    static final int VERSION = 3;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return VERSION;
    }

    /** The kernel that runs and the tmpfs that it shows here: containers may have one of their own. */
    @Override
    public String reach() {
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return boot + "/" + Files.getAttribute(ShmDirectory.root(), "unix:dev");
        } catch (IOException e) {
            throw new FabricException("cannot tell which host this is: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean reachesOtherHosts() {
        return false;
    }

    @Override
    public String locationAt(String host) {
        return "";
    }

    @Override
    public Availability probe(FabricSettings settings) {
        Path root = ShmDirectory.root();
        if (!Files.isWritable(root)) {
            return Availability.absent(root + " is not writable; mount a tmpfs there");
        }
        if (!Futex.isSupported()) {
            return Availability.absent("futex(2) is known to this provider only on Linux x86_64 and aarch64");
        }
        return Availability.present();
    }

    @Override
    public Fabric open(FabricSettings settings) {
        return new ShmFabric(ShmDirectory.create());
    }

    @Override
    public Optional<FabricPlace> reservePlace() {
        return Optional.of(ShmDirectory.create());
    }

    @Override
    public Fabric openAt(Path place) {
        return new ShmFabric(ShmDirectory.adopt(place));
    }

    /** The file system that regions are in: what is free of it is what can still be registered. */
    @Override
    public List<FabricDevice> devices() {
        Path root = ShmDirectory.root();
        try {
            FileStore store = Files.getFileStore(root);
            return List.of(new FabricDevice(
                    root.toString(),
                    List.of(),
                    List.of(
                            new FabricDevice.Limit("bytes", store.getTotalSpace()),
                            new FabricDevice.Limit("free_bytes", store.getUsableSpace()))));
        } catch (IOException e) {
            return List.of(); // probe says what is wrong with it
        }
    }
}
