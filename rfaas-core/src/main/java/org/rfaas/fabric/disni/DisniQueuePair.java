package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.SVCPostSend;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.rdma.DeviceQueuePair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue pair of DiSNI's. Cost of a post: a JNI call, with the request written anew where something in it changes. */
final class DisniQueuePair implements DeviceQueuePair {
    private static final Logger LOG = LoggerFactory.getLogger(DisniQueuePair.class);

    /** Data up to this length is copied into the request. */
    static final int INLINE_BYTES = 256;

    private final DisniId id;
    private final IbvQP queuePair;
    private final PreparedSends sends;
    private final CloseGate gate = new CloseGate();
    private @Nullable PreparedReceives receives;

    DisniQueuePair(DisniId id, IbvQP queuePair) {
        this.id = id;
        this.queuePair = queuePair;
        this.sends = new PreparedSends(queuePair);
    }

    @Override
    public int post(
            int opcode,
            long workId,
            boolean signaled,
            long localAddress,
            int bytes,
            int lkey,
            long remoteAddress,
            int rkey,
            int immediate) {
        gate.enter();
        try {
            PreparedSends.Prepared prepared = sends.get(opcode, bytes > 0, immediate);
            SVCPostSend.SendWRMod request = prepared.request();
            boolean inline = bytes <= INLINE_BYTES && opcode <= SEND;
            request.setWr_id(workId);
            request.setSend_flags(
                    (signaled ? IbvSendWR.IBV_SEND_SIGNALED : 0) | (inline ? IbvSendWR.IBV_SEND_INLINE : 0));
            SVCPostSend.SgeMod element = prepared.element();
            if (element != null) {
                element.setAddr(localAddress);
                element.setLength(bytes);
                element.setLkey(lkey);
            }
            request.getRdmaMod().setRemote_addr(remoteAddress);
            request.getRdmaMod().setRkey(rkey);
            prepared.call().execute();
            return 0;
        } catch (IOException e) {
            return refused(e);
        } finally {
            gate.leave();
        }
    }

    @Override
    public int postFetchAndAdd(long workId, long localAddress, int lkey, long remoteAddress, int rkey, long addend) {
        throw new UnsupportedOperationException("DiSNI has no fetch-and-add; ask FabricCapabilities first");
    }

    @Override
    public int postReceive(long workId, long localAddress, int bytes, int lkey) {
        gate.enter();
        try {
            if (receives == null) {
                receives = new PreparedReceives(queuePair, workId);
            }
            receives.get(localAddress, bytes, lkey).execute();
            return 0;
        } catch (IOException e) {
            return refused(e);
        } finally {
            gate.leave();
        }
    }

    private static int refused(IOException e) {
        LOG.debug("a post was refused", e);
        return DisniErrors.errno(e);
    }

    @Override
    public void disconnect() {
        id.disconnect();
    }

    @Override
    public void close() {
        gate.close();
        id.destroy();
    }
}
