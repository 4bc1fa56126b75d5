package org.rfaas.manager;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.control.ControlSession;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;

/** What the resource manager remembers of a connection from an executor manager. Guarded by the manager's lock. */
final class NodeSession {
    private final ControlSession control;
    private final Map<LeaseId, LeaseCertificate> held = new LinkedHashMap<>();
    private @Nullable String nodeName;

    NodeSession(ControlSession control) {
        this.control = control;
    }

    ControlSession control() {
        return control;
    }

    boolean isRegistered() {
        return nodeName != null;
    }

    boolean isNode(String name) {
        return name.equals(nodeName);
    }

    @Nullable
    String nodeName() {
        return nodeName;
    }

    /**
     * Remembers a lease for the registration to come.
     *
     * @throws IllegalArgumentException when there are more than any node can have
     */
    void hold(LeaseCertificate certificate) {
        held.put(certificate.lease(), certificate);
        if (held.size() > LeaseRequest.MAX_CORES) {
            throw new IllegalArgumentException("a node that holds more than " + LeaseRequest.MAX_CORES + " leases");
        }
    }

    /** The node is registered; hands over what it holds. */
    List<LeaseCertificate> register(String name) {
        nodeName = name;
        List<LeaseCertificate> all = List.copyOf(held.values());
        held.clear();
        return all;
    }
}
