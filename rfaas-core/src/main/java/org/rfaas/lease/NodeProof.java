package org.rfaas.lease;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How a node proves that it knows the cluster key when it registers: a tag over its capacity and the challenge that the
 * resource manager made for this one connection, so a recorded registration is worth nothing.
 */
public final class NodeProof {
    private static final String PURPOSE = "rfaas node registration 2";

    private NodeProof() {}

    public static AuthenticationTag of(ClusterKey key, byte[] challenge, NodeCapacity node) {
        return key.authenticate(PURPOSE, message(challenge, node));
    }

    /** Whether a node that knows the cluster key has made this proof for this challenge. */
    public static boolean isGood(AuthenticationTag proof, ClusterKey key, byte[] challenge, NodeCapacity node) {
        return key.isAuthentic(PURPOSE, message(challenge, node), proof);
    }

    private static byte[] message(byte[] challenge, NodeCapacity node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(challenge.length);
            out.write(challenge);
            out.writeUTF(node.name());
            out.writeLong(node.incarnation());
            out.writeUTF(node.address().toString());
            out.writeInt(node.cores());
            out.writeLong(node.memoryBytes());
        } catch (IOException e) {
            throw new IllegalArgumentException("node " + node.name() + " has too long an address", e);
        }
        return bytes.toByteArray();
    }
}
