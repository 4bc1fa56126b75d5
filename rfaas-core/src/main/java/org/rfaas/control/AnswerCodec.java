package org.rfaas.control;

import static org.rfaas.control.Composites.readCertificate;
import static org.rfaas.control.Composites.readRegion;
import static org.rfaas.control.Composites.write;

import java.time.Duration;
import org.rfaas.control.ControlMessage.Allocated;
import org.rfaas.control.ControlMessage.BoardOpened;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.LeaseGranted;
import org.rfaas.control.ControlMessage.LeasePage;
import org.rfaas.control.ControlMessage.LeasesGranted;
import org.rfaas.control.ControlMessage.NodePage;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlMessage.UsageOpened;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;

/** Byte form of replies and notices. Type numbers are never reused. */
final class AnswerCodec {
    /** Below are requests. */
    static final int FIRST_REPLY = 32;

    private static final int FIRST_NOTICE = 64;

    private AnswerCodec() {}

    static int typeOf(Reply reply) {
        return switch (reply) {
            case Done _ -> FIRST_REPLY;
            case Refused _ -> 33;
            case LeaseGranted _ -> 34;
            case Allocated _ -> 35;
            case NodePage _ -> 36;
            case LeasePage _ -> 37;
            case LeasesGranted _ -> 38;
            case BoardOpened _ -> 48;
            case UsageOpened _ -> 49;
        };
    }

    static int typeOf(Notice notice) {
        return switch (notice) {
            case LeaseEnding _ -> FIRST_NOTICE;
            case LeaseEnded _ -> 65;
        };
    }

    static void writeBody(FrameWriter out, Reply reply) {
        switch (reply) {
            case Done _ -> {}
            case Refused refused -> out.ordinal(refused.code()).text(refused.text(), ShortText.MAX_BYTES);
            case LeaseGranted granted -> write(out, granted.certificate());
            case LeasesGranted granted ->
                out.list(granted.certificates(), certificate -> write(out, certificate))
                        .i64(granted.waited().toMillis());
            case BoardOpened opened -> out.fixed(opened.region().toBytes());
            case UsageOpened opened -> out.fixed(opened.region().toBytes()).i64(opened.offset());
            case Allocated allocated -> {
                write(out, allocated.executor());
                out.fixed(allocated.token().bytes());
            }
            case NodePage page -> out.list(page.nodes(), row -> write(out, row)).flag(page.more());
            case LeasePage page ->
                out.list(page.leases(), row -> write(out, row)).flag(page.more());
        }
    }

    static void writeBody(FrameWriter out, Notice notice) {
        switch (notice) {
            case LeaseEnding ending ->
                out.i64(ending.lease().value())
                        .ordinal(ending.reason())
                        .i64(ending.grace().toMillis());
            case LeaseEnded ended ->
                out.i64(ended.lease().value()).ordinal(ended.reason()).text(ended.text(), ShortText.MAX_BYTES);
        }
    }

    static ControlMessage readBody(int type, FrameReader in) {
        return switch (type) {
            case FIRST_REPLY -> new Done();
            case 33 -> new Refused(in.ordinal(RefusalCode.values()), in.text(ShortText.MAX_BYTES));
            case 34 -> new LeaseGranted(readCertificate(in));
            case 35 -> new Allocated(Composites.readAddress(in), AccessToken.of(in.fixed(AccessToken.BYTES)));
            case 36 -> new NodePage(in.list(ControlMessage.MAX_PAGE, () -> Composites.readNodeRow(in)), in.flag());
            case 37 -> new LeasePage(in.list(ControlMessage.MAX_PAGE, () -> Composites.readLeaseRow(in)), in.flag());
            case 38 ->
                new LeasesGranted(
                        in.list(ControlMessage.MAX_PAGE, () -> readCertificate(in)), Duration.ofMillis(in.i64()));
            case 48 -> new BoardOpened(readRegion(in));
            case 49 -> new UsageOpened(readRegion(in), in.i64());
            case FIRST_NOTICE ->
                new LeaseEnding(new LeaseId(in.i64()), in.ordinal(EndReason.values()), Duration.ofMillis(in.i64()));
            case 65 ->
                new LeaseEnded(new LeaseId(in.i64()), in.ordinal(EndReason.values()), in.text(ShortText.MAX_BYTES));
            default -> throw new ProtocolException("unknown control message type " + type);
        };
    }
}
