package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvQPInitAttr;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaConnParam;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.rdma.CmEventType;
import org.rfaas.fabric.rdma.CmMailbox;
import org.rfaas.fabric.rdma.QueuePairSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An identifier of DiSNI's: one end of a connection being made or made, or a listener. Any thread. */
final class DisniId {
    private static final Logger LOG = LoggerFactory.getLogger(DisniId.class);
    private static final byte RETRIES = 7;

    /** 7 means without end: a peer without a posted receive is busy, not gone. */
    private static final byte RETRIES_WITHOUT_RECEIVE = 7;

    /** Something the connection manager tells. */
    record Event(CmEventType type, DisniId id) {}

    private final DisniEvents channel;
    private final RdmaCmId id;
    private final CmMailbox<Event> events = new CmMailbox<>();
    private final AtomicBoolean destroyed = new AtomicBoolean();

    DisniId(DisniEvents channel, RdmaCmId id) {
        this.channel = channel;
        this.id = id;
    }

    /** The device it is bound to. */
    IbvContext device() {
        return DisniErrors.call("no RDMA device serves this address", id::getVerbs);
    }

    /** What tells devices apart: the descriptor of the device this process has open. */
    int deviceDescriptor() {
        return DisniErrors.call(
                "no RDMA device serves this address", () -> id.getVerbs().getCmd_fd());
    }

    /** What the connection manager tells about it. */
    CmMailbox<Event> events() {
        return events;
    }

    /** Ends waits for an event under way and to come. */
    void interrupt() {
        events.interrupt(new Event(CmEventType.FABRIC_CLOSING, this));
    }

    void bind(InetAddress host) {
        DisniErrors.call("cannot use " + host.getHostAddress(), () -> {
            id.bindAddr(new InetSocketAddress(host, 0));
            return this;
        });
    }

    void listen() {
        DisniErrors.call("cannot listen", () -> {
            id.listen(1);
            return this;
        });
    }

    /** Port it is bound to. */
    int port() {
        return DisniErrors.call("cannot tell the port", () -> (InetSocketAddress) id.getSource())
                .getPort();
    }

    /** Ends with ADDR_RESOLVED or ADDR_ERROR. */
    void resolveAddress(InetAddress host, int port, int timeoutMs) {
        InetSocketAddress peer = new InetSocketAddress(host, port);
        DisniErrors.call("no RDMA device has a route there", () -> {
            id.resolveAddr(null, peer, timeoutMs);
            return this;
        });
    }

    /** Ends with ROUTE_RESOLVED or ROUTE_ERROR. */
    void resolveRoute(int timeoutMs) {
        DisniErrors.call("no route", () -> {
            id.resolveRoute(timeoutMs);
            return this;
        });
    }

    IbvQP createQueuePair(DisniDevice device, DisniCompletionQueue completions, QueuePairSize size) {
        IbvQPInitAttr attributes = new IbvQPInitAttr();
        attributes.setQp_type(IbvQP.IBV_QPT_RC);
        attributes.setSend_cq(completions.queue());
        attributes.setRecv_cq(completions.queue());
        attributes.cap().setMax_send_wr(size.sendSlots());
        attributes.cap().setMax_recv_wr(size.receiveSlots());
        attributes.cap().setMax_send_sge(1);
        attributes.cap().setMax_recv_sge(1);
        attributes.cap().setMax_inline_data(DisniQueuePair.INLINE_BYTES);
        return DisniErrors.call("cannot create a queue pair", () -> id.createQP(device.protectionDomain(), attributes));
    }

    /** Ends with ESTABLISHED, REJECTED, UNREACHABLE or CONNECT_ERROR. */
    void connect() {
        DisniErrors.call("cannot connect", () -> {
            id.connect(parameters());
            return this;
        });
    }

    /** Ends as {@link #connect}. */
    void accept() {
        DisniErrors.call("cannot accept", () -> {
            id.accept(parameters());
            return this;
        });
    }

    private static RdmaConnParam parameters() throws IOException {
        RdmaConnParam parameters = new RdmaConnParam();
        parameters.setRetry_count(RETRIES);
        parameters.setRnr_retry_count(RETRIES_WITHOUT_RECEIVE);
        return parameters;
    }

    /** Moves the queue pair to the error state, so that its work is flushed, and tells the peer. */
    void disconnect() {
        try {
            id.disconnect();
        } catch (IOException e) {
            LOG.debug("disconnecting failed", e);
        }
    }

    /** With its queue pair. A connection not answered yet is thereby rejected. Idempotent. */
    void destroy() {
        if (!destroyed.compareAndSet(false, true)) {
            return;
        }
        channel.remove(id);
        try {
            if (id.getQp() != null) {
                id.destroyQP();
            }
            id.destroyId();
        } catch (IOException e) {
            LOG.debug("destroying an identifier failed", e);
        }
    }
}
