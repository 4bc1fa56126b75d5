package org.rfaas.fabric.rdma;

/** Something that listens, as a provider reaches it. */
public interface DeviceListener {
    /** Port it listens at. */
    int port();

    /** No peer arrives after that. Once. */
    void close();
}
