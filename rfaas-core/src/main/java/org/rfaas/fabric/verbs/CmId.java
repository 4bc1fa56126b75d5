package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.rdma.CmMailbox;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.RdmaLocation;

/**
 * A {@code struct rdma_cm_id}: one end of a connection being made or made, or a listener. Any thread, but only one destroys
 * it, and not the channel's thread in the middle of an event.
 */
final class CmId {
    static final int PORT_SPACE_TCP = 0x106;
    private static final int OPTION_LEVEL_ID = 0;
    private static final int OPTION_ACK_TIMEOUT = 3;

    /** Of {@code struct rdma_cm_id}. */
    private static final long BYTES = 416;

    private static final long QP = 24;

    /** {@code struct rdma_conn_param}. */
    private static final long PARAMETER_BYTES = 24;

    private static final long PRIVATE_DATA_LEN = 8;
    private static final long RESPONDER_RESOURCES = 9;
    private static final long INITIATOR_DEPTH = 10;
    private static final long RETRY_COUNT = 12;
    private static final long RNR_RETRY_COUNT = 13;
    private static final byte AS_MANY_AS_THE_DEVICE_CAN = (byte) 0xff;

    /** A packet that is not acknowledged is sent again after 4.096 µs · 2^16 = 268 ms, seven times: gone after 2 s. */
    private static final byte ACK_TIMEOUT_EXPONENT = 16;

    private static final byte RETRIES = 7;

    /** 7 means without end: a peer without a posted receive is busy, not gone. */
    private static final byte RETRIES_WITHOUT_RECEIVE = 7;

    /** {@code struct ibv_qp_attr}, of which one member is changed here, and the flag of that member. */
    private static final long QP_ATTRIBUTE_BYTES = 144;

    private static final long MIN_RNR_TIMER = 128;
    private static final int MIN_RNR_TIMER_CHANGES = 1 << 15;

    /** Means 0.32 ms (InfiniBand Architecture, Vol. 1, table 45). */
    private static final byte RNR_TIMER_CODE = 10;

    private final Librdmacm.Functions functions = Librdmacm.functions();
    private final CmChannel channel;
    private final MemorySegment id;
    private final CmMailbox<CmEvent> events = new CmMailbox<>();
    private final AtomicBoolean destroyed = new AtomicBoolean();

    private CmId(CmChannel channel, MemorySegment id) {
        this.channel = channel;
        this.id = id.reinterpret(BYTES);
        channel.add(this);
    }

    static CmId create(CmChannel channel) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(ADDRESS);
            Librdmacm.functions()
                    .createId()
                    .call(
                            "cannot make an RDMA connection identifier",
                            channel.segment(),
                            pointer,
                            MemorySegment.NULL,
                            PORT_SPACE_TCP);
            return new CmId(channel, pointer.get(ADDRESS, 0));
        }
    }

    /** The identifier a connect request brought. */
    static CmId ofRequest(CmChannel channel, CmEvent request) {
        return new CmId(channel, request.id());
    }

    MemorySegment segment() {
        return id;
    }

    /** The device ({@code struct ibv_context}) it is bound to; null before. */
    MemorySegment device() {
        return id.get(ADDRESS, 0);
    }

    /** The queue pair ({@code struct ibv_qp}) made by {@link #createQueuePair}. */
    MemorySegment queuePair() {
        return id.get(ADDRESS, QP);
    }

    /** What the connection manager tells about it. */
    CmMailbox<CmEvent> events() {
        return events;
    }

    /** Ends waits for an event under way and to come. */
    void interrupt() {
        events.interrupt(CmEvent.closing());
    }

    void bind(RdmaLocation address) {
        try (Arena arena = Arena.ofConfined()) {
            functions.bindAddr().call("cannot use " + address, id, address.toNative(arena));
        }
    }

    /** Port it is bound to. */
    int port() {
        short port = (short) functions.getSrcPort().attempt(id);
        return Short.toUnsignedInt(Short.reverseBytes(port));
    }

    void listen(int backlog) {
        functions.listen().call("cannot listen", id, backlog);
    }

    /** Ends with ADDR_RESOLVED or ADDR_ERROR. */
    void resolveAddress(@Nullable InetAddress source, RdmaLocation peer, int timeoutMs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = source == null ? MemorySegment.NULL : new RdmaLocation(source, 0).toNative(arena);
            functions
                    .resolveAddr()
                    .call("no RDMA device has a route to " + peer, id, from, peer.toNative(arena), timeoutMs);
        }
    }

    /** Ends with ROUTE_RESOLVED or ROUTE_ERROR. */
    void resolveRoute(int timeoutMs) {
        functions.resolveRoute().call("no route", id, timeoutMs);
    }

    void createQueuePair(MemorySegment protectionDomain, MemorySegment attributes) {
        functions.createQp().call("cannot create a queue pair", id, protectionDomain, attributes);
    }

    void destroyQueuePair() {
        functions.destroyQp().attempt(id);
    }

    /** Ends with ESTABLISHED, REJECTED, UNREACHABLE or CONNECT_ERROR. */
    void connect(byte[] privateData) {
        try (Arena arena = Arena.ofConfined()) {
            limitRetransmission(arena);
            functions.connect().call("cannot connect", id, parameters(arena, privateData));
        }
    }

    /** Ends with ESTABLISHED, REJECTED, UNREACHABLE or CONNECT_ERROR. */
    void accept(byte[] privateData) {
        try (Arena arena = Arena.ofConfined()) {
            limitRetransmission(arena);
            functions.accept().call("cannot accept", id, parameters(arena, privateData));
        }
    }

    /** Without this, rdma_cm derives a timeout of seconds, and a dead host is noticed after a minute. */
    private void limitRetransmission(Arena arena) {
        MemorySegment value = arena.allocateFrom(JAVA_BYTE, ACK_TIMEOUT_EXPONENT);
        functions.setOption().attempt(id, OPTION_LEVEL_ID, OPTION_ACK_TIMEOUT, value, 1L);
    }

    /**
     * How long peers wait when they meet no posted receive. rdma_cm leaves it at 0, which stands for 655 ms: an eternity
     * for a message that comes a microsecond before its receive.
     */
    void shortenReceiverNotReadyTimer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(QP_ATTRIBUTE_BYTES, Long.BYTES);
            attributes.set(JAVA_BYTE, MIN_RNR_TIMER, RNR_TIMER_CODE);
            Libibverbs.functions()
                    .modifyQp()
                    .call("cannot set the receiver-not-ready timer", queuePair(), attributes, MIN_RNR_TIMER_CHANGES);
        }
    }

    private static MemorySegment parameters(Arena arena, byte[] privateData) {
        MemorySegment parameters = arena.allocate(PARAMETER_BYTES, Long.BYTES);
        parameters.set(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, privateData));
        parameters.set(JAVA_BYTE, PRIVATE_DATA_LEN, (byte) privateData.length);
        parameters.set(JAVA_BYTE, RESPONDER_RESOURCES, AS_MANY_AS_THE_DEVICE_CAN);
        parameters.set(JAVA_BYTE, INITIATOR_DEPTH, AS_MANY_AS_THE_DEVICE_CAN);
        parameters.set(JAVA_BYTE, RETRY_COUNT, RETRIES);
        parameters.set(JAVA_BYTE, RNR_RETRY_COUNT, RETRIES_WITHOUT_RECEIVE);
        return parameters;
    }

    void reject(String reason) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] data = Hello.encodeReason(reason);
            functions.reject().attempt(id, arena.allocateFrom(JAVA_BYTE, data), (byte) data.length);
        }
    }

    /** Moves the queue pair to the error state, so that its work is flushed, and tells the peer. */
    void disconnect() {
        functions.disconnect().attempt(id);
    }

    /** Waits for events being handled. A connection not answered yet is thereby rejected. Idempotent. */
    void destroy() {
        if (!destroyed.compareAndSet(false, true)) {
            return;
        }
        channel.remove(this);
        functions.destroyId().attempt(id);
    }

    @Override
    public String toString() {
        return "connection " + Long.toHexString(id.address());
    }
}
