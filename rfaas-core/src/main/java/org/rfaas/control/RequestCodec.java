package org.rfaas.control;

import static org.rfaas.control.Composites.readCertificate;
import static org.rfaas.control.Composites.readNode;
import static org.rfaas.control.Composites.readUsage;
import static org.rfaas.control.Composites.write;

import java.time.Duration;
import org.rfaas.control.ControlMessage.Allocate;
import org.rfaas.control.ControlMessage.CloseUsage;
import org.rfaas.control.ControlMessage.ExtendAllocation;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.ListNodes;
import org.rfaas.control.ControlMessage.OpenBoard;
import org.rfaas.control.ControlMessage.OpenUsage;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.ControlMessage.ReleaseAllocation;
import org.rfaas.control.ControlMessage.ReleaseLease;
import org.rfaas.control.ControlMessage.RenewLease;
import org.rfaas.control.ControlMessage.Request;
import org.rfaas.control.ControlMessage.RequestLease;
import org.rfaas.lease.AuthenticationTag;
import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.Placement;
import org.rfaas.wire.SlotLayout;

/** Byte form of requests. Type numbers are never reused. */
final class RequestCodec {
    private RequestCodec() {}

    static int typeOf(Request request) {
        return switch (request) {
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
            case OpenBoard _ -> 20;
            case OpenUsage _ -> 21;
            case CloseUsage _ -> 22;
        };
    }

    static void writeBody(FrameWriter out, Request request) {
        switch (request) {
            case RequestLease(LeaseRequest lease) ->
                out.text(lease.jobId(), Identifier.MAX_LENGTH)
                        .text(lease.user(), Identifier.MAX_LENGTH)
                        .i32(lease.cores())
                        .i64(lease.memoryBytes())
                        .i64(lease.duration().toMillis())
                        .u8(lease.count())
                        .ordinal(lease.placement())
                        .u8(lease.priority())
                        .i64(lease.patience().toMillis());
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
            case OpenBoard _ -> {}
            case OpenUsage open -> write(out, open.certificate());
            case CloseUsage close -> {
                write(out, close.certificate());
                write(out, close.total());
            }
        }
    }

    static Request readBody(int type, FrameReader in) {
        return switch (type) {
            case 1 -> new RequestLease(readLeaseRequest(in));
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
                        in.list(ControlMessage.MAX_PAGE, () -> Composites.readOffer(in)));
            case 9 -> new ExtendAllocation(readCertificate(in));
            case 10 -> new ReleaseAllocation(new LeaseId(in.i64()));
            case 20 -> new OpenBoard();
            case 21 -> new OpenUsage(readCertificate(in));
            case 22 -> new CloseUsage(readCertificate(in), readUsage(in));
            default -> throw new ProtocolException("unknown control message type " + type);
        };
    }

    private static LeaseRequest readLeaseRequest(FrameReader in) {
        return new LeaseRequest(
                in.text(Identifier.MAX_LENGTH),
                in.text(Identifier.MAX_LENGTH),
                in.i32(),
                in.i64(),
                Duration.ofMillis(in.i64()),
                in.u8(),
                in.ordinal(Placement.values()),
                in.u8(),
                Duration.ofMillis(in.i64()));
    }
}
