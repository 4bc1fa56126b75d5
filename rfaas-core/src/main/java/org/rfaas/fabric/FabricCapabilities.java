package org.rfaas.fabric;

/**
 * What a provider can do beyond what all must do.
 *
 * @param fetchAndAdd whether {@link QueuePair#fetchAndAdd} is implemented
 * @param remotePointers whether {@link RemoteRegion#pointer} gives load/store access to a peer's memory (compare UCX's
 *     {@code ucp_rkey_ptr})
 * @param maxPrivateDataBytes private data a connect or an accept can carry; rdma_cm carries 56 bytes on a connect
 */
public record FabricCapabilities(boolean fetchAndAdd, boolean remotePointers, int maxPrivateDataBytes) {
    /** What every provider must be able to carry, so that code above need not ask. */
    public static final int GUARANTEED_PRIVATE_DATA_BYTES = 48;

    public FabricCapabilities {
        if (maxPrivateDataBytes < GUARANTEED_PRIVATE_DATA_BYTES) {
            throw new IllegalArgumentException(
                    "a provider must carry " + GUARANTEED_PRIVATE_DATA_BYTES + " bytes of private data");
        }
    }

    /**
     * Refuses private data that is too long.
     *
     * @param provider whose capabilities these are
     * @throws FabricException when it is
     */
    public void requirePrivateData(String provider, byte[] privateData) {
        if (privateData.length > maxPrivateDataBytes) {
            throw new FabricException("private data of " + privateData.length + " bytes; " + provider + " carries "
                    + maxPrivateDataBytes);
        }
    }
}
