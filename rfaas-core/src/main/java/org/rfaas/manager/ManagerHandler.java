package org.rfaas.manager;

import org.rfaas.control.ControlHandler;
import org.rfaas.control.ControlMessage.Allocate;
import org.rfaas.control.ControlMessage.BoardOpened;
import org.rfaas.control.ControlMessage.CloseUsage;
import org.rfaas.control.ControlMessage.ExtendAllocation;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.ListNodes;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.OpenBoard;
import org.rfaas.control.ControlMessage.OpenUsage;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.ControlMessage.ReleaseAllocation;
import org.rfaas.control.ControlMessage.ReleaseLease;
import org.rfaas.control.ControlMessage.RenewLease;
import org.rfaas.control.ControlMessage.Request;
import org.rfaas.control.ControlMessage.RequestLease;
import org.rfaas.control.ControlSession;
import org.rfaas.control.RefusalCode;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.lease.CertificateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which desk deals with which message. */
final class ManagerHandler implements ControlHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerHandler.class);

    private final SharedBook book;
    private final NodeDesk nodeDesk;
    private final LeaseDesk leaseDesk;
    private final WaitingRoom waitingRoom;
    private final UsageDesk usage;
    private final RegionDescriptor board;

    ManagerHandler(
            SharedBook book,
            NodeDesk nodeDesk,
            LeaseDesk leaseDesk,
            WaitingRoom waitingRoom,
            UsageDesk usage,
            RegionDescriptor board) {
        this.book = book;
        this.nodeDesk = nodeDesk;
        this.leaseDesk = leaseDesk;
        this.waitingRoom = waitingRoom;
        this.usage = usage;
        this.board = board;
    }

    /** What ranks ask for again and again; the rest may be long, or tell others. */
    @Override
    public boolean isQuick(Request request) {
        return request instanceof RequestLease || request instanceof RenewLease || request instanceof OpenBoard;
    }

    @Override
    public void handle(ControlSession session, Request request, Responder responder) {
        try {
            switch (request) {
                case RequestLease lease -> leaseDesk.request(session, lease.lease(), responder);
                case RenewLease renew -> responder.reply(leaseDesk.renew(renew));
                case ReleaseLease release -> responder.reply(leaseDesk.release(release));
                case ListNodes list -> responder.reply(book.call(all -> StatusPages.nodes(all, list)));
                case ListLeases list -> responder.reply(book.call(all -> StatusPages.leases(all, list)));
                case HoldLeases hold -> responder.reply(nodeDesk.hold(session, hold));
                case RegisterNode register -> responder.reply(nodeDesk.register(session, register));
                case OpenBoard _ -> responder.reply(new BoardOpened(board));
                case OpenUsage open -> responder.reply(usage.open(session, open));
                case CloseUsage close -> responder.reply(usage.close(session, close));
                case Allocate _, ExtendAllocation _, ReleaseAllocation _ ->
                    responder.reply(
                            new Refused(
                                    RefusalCode.UNSUPPORTED,
                                    "this is a resource manager; executors are allocated at the executor manager the certificate names"));
            }
        } catch (CertificateException e) {
            LOG.warn("{}: {}", session.name(), e.getMessage());
            responder.reply(new Refused(RefusalCode.of(e.problem()), String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void handle(ControlSession session, Notice notice) {
        switch (notice) {
            case LeaseEnded ended -> nodeDesk.reported(session, ended);
            case LeaseEnding ending ->
                LOG.warn("{}: announced the end of lease {}, which only this side may", session.name(), ending.lease());
        }
    }

    @Override
    public void disconnected(ControlSession session) {
        usage.disconnected(session);
        waitingRoom.leave(session);
        nodeDesk.disconnected(session);
    }
}
