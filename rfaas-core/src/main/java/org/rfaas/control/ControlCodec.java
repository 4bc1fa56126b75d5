package org.rfaas.control;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.rfaas.control.ControlMessage.Allocate;
import org.rfaas.control.ControlMessage.Allocated;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.ExtendAllocation;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.LeaseGranted;
import org.rfaas.control.ControlMessage.LeasePage;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.ListNodes;
import org.rfaas.control.ControlMessage.NodePage;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.ControlMessage.ReleaseAllocation;
import org.rfaas.control.ControlMessage.ReleaseLease;
import org.rfaas.control.ControlMessage.RenewLease;
import org.rfaas.control.ControlMessage.RequestLease;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.AuthenticationTag;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeTable;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.wire.SlotLayout;

/**
 * Byte form of control messages, little endian: version (u8), type (u8), reserved (u16, zero), correlation (i64), then the
 * record's components in order. Texts and byte strings have a u16 length before them, lists a u8 count.
 */
final class ControlCodec {
    static final int VERSION = 1;

    private static final int HEADER_BYTES = 12;
    private static final int MAX_ADDRESS_BYTES = 300;

    private ControlCodec() {}

    /** The type of a message on the wire; numbers are never reused. */
    private static int typeOf(ControlMessage message) {
        return switch (message) {
            case RequestLease _ -> 1;
            case RenewLease _ -> 2;
            case ReleaseLease _ -> 3;
            case ListNodes _ -> 4;
            case ListLeases _ -> 5;
            case HoldLeases _ -> 6;
            case RegisterNode _ -> 7;
            case Allocate _ -> 8;
            case ExtendAllocation _ -> 9;
            case ReleaseAllocation _ -> 10;
            case Done _ -> 32;
            case Refused _ -> 33;
            case LeaseGranted _ -> 34;
            case Allocated _ -> 35;
            case NodePage _ -> 36;
            case LeasePage _ -> 37;
            case LeaseEnding _ -> 64;
            case LeaseEnded _ -> 65;
        };
    }

    /** Encodes a frame; at most {@link ControlFrame#MAX_BYTES} bytes. */
    static byte[] encode(ControlFrame frame) {
        ByteBuffer buffer = ByteBuffer.allocate(ControlFrame.MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FrameWriter out = new FrameWriter(buffer);
        out.u8(VERSION).u8(typeOf(frame.message())).u8(0).u8(0).i64(frame.correlation());
        switch (frame.message()) {
            case RequestLease(LeaseRequest lease) ->
                out.text(lease.jobId(), Identifier.MAX_LENGTH)
                        .i32(lease.cores())
                        .i64(lease.memoryBytes())
                        .i64(lease.duration().toMillis());
            case RenewLease renew -> {
                write(out, renew.certificate());
                out.i64(renew.duration().toMillis());
            }
            case ReleaseLease release -> write(out, release.certificate());
            case ListNodes list -> out.text(list.after(), Identifier.MAX_LENGTH);
            case ListLeases list -> out.i32(list.skip());
            case HoldLeases hold -> out.list(hold.certificates(), certificate -> write(out, certificate));
            case RegisterNode register -> {
                write(out, register.node());
                out.fixed(register.proof().bytes());
            }
            case Allocate allocate -> {
                write(out, allocate.certificate());
                out.i32(allocate.layout().slots())
                        .i32(allocate.layout().slotBytes())
                        .i64(allocate.hotTimeoutNs())
                        .i64(allocate.deadlineNs())
                        .list(allocate.offers(), offer -> write(out, offer));
            }
            case ExtendAllocation extend -> write(out, extend.certificate());
            case ReleaseAllocation release -> out.i64(release.lease().value());
            case Done _ -> {}
            case Refused refused -> out.ordinal(refused.code()).text(refused.text(), ShortText.MAX_BYTES);
            case LeaseGranted granted -> write(out, granted.certificate());
            case Allocated allocated -> {
                write(out, allocated.executor());
                out.fixed(allocated.token().bytes());
            }
            case NodePage page -> out.list(page.nodes(), row -> write(out, row)).flag(page.more());
            case LeasePage page ->
                out.list(page.leases(), row -> write(out, row)).flag(page.more());
            case LeaseEnding ending ->
                out.i64(ending.lease().value())
                        .ordinal(ending.reason())
                        .i64(ending.grace().toMillis());
            case LeaseEnded ended ->
                out.i64(ended.lease().value()).ordinal(ended.reason()).text(ended.text(), ShortText.MAX_BYTES);
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    /**
     * Decodes what a peer sent.
     *
     * @throws ProtocolException when it is not exactly one well-formed frame
     */
    static ControlFrame decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes.length > ControlFrame.MAX_BYTES) {
            throw new ProtocolException("a control frame of " + bytes.length + " bytes");
        }
        FrameReader in = new FrameReader(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        int version = in.u8();
        int type = in.u8();
        if (version != VERSION || in.u8() != 0 || in.u8() != 0) {
            throw new ProtocolException("a control frame of version " + version + "; this side speaks " + VERSION);
        }
        try {
            long correlation = in.i64();
            ControlFrame frame = new ControlFrame(correlation, readBody(type, in));
            in.end();
            return frame;
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("control message of type " + type + ": " + e.getMessage(), e);
        }
    }

    private static ControlMessage readBody(int type, FrameReader in) {
        return switch (type) {
            case 1 ->
                new RequestLease(new LeaseRequest(
                        in.text(Identifier.MAX_LENGTH), in.i32(), in.i64(), Duration.ofMillis(in.i64())));
            case 2 -> new RenewLease(readCertificate(in), Duration.ofMillis(in.i64()));
            case 3 -> new ReleaseLease(readCertificate(in));
            case 4 -> new ListNodes(in.text(Identifier.MAX_LENGTH));
            case 5 -> new ListLeases(in.i32());
            case 6 -> new HoldLeases(in.list(ControlMessage.MAX_PAGE, () -> readCertificate(in)));
            case 7 -> new RegisterNode(readNode(in), AuthenticationTag.of(in.fixed(AuthenticationTag.BYTES)));
            case 8 ->
                new Allocate(
                        readCertificate(in),
                        new SlotLayout(in.i32(), in.i32()),
                        in.i64(),
                        in.i64(),
                        in.list(ControlMessage.MAX_PAGE, () -> readOffer(in)));
            case 9 -> new ExtendAllocation(readCertificate(in));
            case 10 -> new ReleaseAllocation(new LeaseId(in.i64()));
            case 32 -> new Done();
            case 33 -> new Refused(in.ordinal(RefusalCode.values()), in.text(ShortText.MAX_BYTES));
            case 34 -> new LeaseGranted(readCertificate(in));
            case 35 -> new Allocated(readAddress(in), AccessToken.of(in.fixed(AccessToken.BYTES)));
            case 36 -> new NodePage(in.list(ControlMessage.MAX_PAGE, () -> readNodeRow(in)), in.flag());
            case 37 -> new LeasePage(in.list(ControlMessage.MAX_PAGE, () -> readLeaseRow(in)), in.flag());
            case 64 ->
                new LeaseEnding(new LeaseId(in.i64()), in.ordinal(EndReason.values()), Duration.ofMillis(in.i64()));
            case 65 ->
                new LeaseEnded(new LeaseId(in.i64()), in.ordinal(EndReason.values()), in.text(ShortText.MAX_BYTES));
            default -> throw new ProtocolException("unknown control message type " + type);
        };
    }

    private static void write(FrameWriter out, SignedCertificate certificate) {
        out.bounded(certificate.encoded(), SignedCertificate.MAX_BYTES);
    }

    private static SignedCertificate readCertificate(FrameReader in) {
        return SignedCertificate.decode(in.bounded(SignedCertificate.MAX_BYTES));
    }

    private static void write(FrameWriter out, FabricOffer offer) {
        out.text(offer.provider(), FabricOffer.MAX_LENGTH).text(offer.reach(), FabricOffer.MAX_LENGTH);
    }

    private static FabricOffer readOffer(FrameReader in) {
        return new FabricOffer(in.text(FabricOffer.MAX_LENGTH), in.text(FabricOffer.MAX_LENGTH));
    }

    private static void write(FrameWriter out, FabricAddress address) {
        out.text(address.toString(), MAX_ADDRESS_BYTES);
    }

    private static FabricAddress readAddress(FrameReader in) {
        return FabricAddress.parse(in.text(MAX_ADDRESS_BYTES));
    }

    private static void write(FrameWriter out, NodeCapacity node) {
        out.text(node.name(), Identifier.MAX_LENGTH);
        write(out, node.address());
        out.i32(node.cores()).i64(node.memoryBytes());
    }

    private static NodeCapacity readNode(FrameReader in) {
        return new NodeCapacity(in.text(Identifier.MAX_LENGTH), readAddress(in), in.i32(), in.i64());
    }

    private static void write(FrameWriter out, NodeTable.Row row) {
        write(out, row.capacity());
        out.i32(row.freeCores()).i64(row.freeMemoryBytes()).flag(row.online());
    }

    private static NodeTable.Row readNodeRow(FrameReader in) {
        return new NodeTable.Row(readNode(in), in.i32(), in.i64(), in.flag());
    }

    private static void write(FrameWriter out, LeaseRow row) {
        out.i64(row.lease().value())
                .text(row.jobId(), Identifier.MAX_LENGTH)
                .text(row.nodeName(), Identifier.MAX_LENGTH)
                .i32(row.cores())
                .i64(row.memoryBytes())
                .i64(row.expiresAtMs())
                .flag(row.ending());
    }

    private static LeaseRow readLeaseRow(FrameReader in) {
        return new LeaseRow(
                new LeaseId(in.i64()),
                in.text(Identifier.MAX_LENGTH),
                in.text(Identifier.MAX_LENGTH),
                in.i32(),
                in.i64(),
                in.i64(),
                in.flag());
    }
}
