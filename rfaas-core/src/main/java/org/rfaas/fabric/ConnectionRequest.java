package org.rfaas.fabric;

/** A peer's wish to connect; answer it once, with {@link #accept} or {@link #reject}. */
public interface ConnectionRequest {
    /** Private data the peer gave to {@link Fabric#connect}. */
    byte[] privateData();

    /**
     * Completes the connection.
     *
     * @throws FabricException when the peer has gone or given up, its protocol version is another, or the options differ
     *     from the peer's
     */
    QueuePair accept(QueuePairOptions options, byte[] privateData);

    /** Refuses; the peer's connect fails with this reason. */
    void reject(String reason);
}
