package org.rfaas.fabric.tcp;

import java.util.List;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricDevice;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.FabricSettings;

/** TCP between hosts, with the one-sided operations carried out by the peer's progress thread or poller. */
public final class TcpFabricProvider implements FabricProvider {
    static final String NAME = "tcp";
    static final int VERSION = 1;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return VERSION;
    }

    /** The same everywhere: whether there is a route, only connecting tells. */
    @Override
    public String reach() {
        return "";
    }

    @Override
    public String locationAt(String host) {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":0";
    }

    @Override
    public Availability probe(FabricSettings settings) {
        // not a question to PageMemory: only who opens a fabric needs its functions linked
        return "Linux".equals(System.getProperty("os.name"))
                ? Availability.present()
                : Availability.absent("mmap(2) is known to this provider only on Linux");
    }

    @Override
    public Fabric open(FabricSettings settings) {
        return new TcpFabric(settings.tcp());
    }

    @Override
    public List<FabricDevice> devices() {
        return TcpDevices.list();
    }
}
