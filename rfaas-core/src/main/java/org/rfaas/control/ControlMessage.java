package org.rfaas.control;

import java.time.Duration;
import java.util.List;
import org.rfaas.fabric.CompletionWaiter;
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

/** Everything that travels on a control connection. */
public sealed interface ControlMessage {
    /** Rows or certificates in one message. */
    int MAX_PAGE = 12;

    /** Asks for exactly one {@link Reply}. */
    sealed interface Request extends ControlMessage {}

    /** Answers a {@link Request}. */
    sealed interface Reply extends ControlMessage {}

    /** Wants no answer. */
    sealed interface Notice extends ControlMessage {}

    // --- client to resource manager

    /** Wants a lease; answered by {@link LeaseGranted}. */
    record RequestLease(LeaseRequest lease) implements Request {}

    /** Wants a lease to last so long from now on; answered by {@link LeaseGranted}. */
    record RenewLease(SignedCertificate certificate, Duration duration) implements Request {
        public RenewLease {
            LeaseRequest.requireDuration(duration);
        }
    }

    /** Gives a lease back; answered by {@link Done}. */
    record ReleaseLease(SignedCertificate certificate) implements Request {}

    /** Wants the nodes that follow this one in the table, or the first ones if empty; answered by {@link NodePage}. */
    record ListNodes(String after) implements Request {
        public ListNodes {
            if (!after.isEmpty()) {
                Identifier.require("node name", after);
            }
        }
    }

    /** Wants the leases from this position on; answered by {@link LeasePage}. */
    record ListLeases(int skip) implements Request {
        public ListLeases {
            if (skip < 0) {
                throw new IllegalArgumentException("a list from position " + skip);
            }
        }
    }

    // --- executor manager to resource manager

    /** These leases are allocated here; before {@link RegisterNode} on a new connection, and after each allocation. */
    record HoldLeases(List<SignedCertificate> certificates) implements Request {
        public HoldLeases {
            certificates = page(certificates);
        }
    }

    /** Offers a node's cores; answered by {@link Done}. */
    record RegisterNode(NodeCapacity node, AuthenticationTag proof) implements Request {}

    // --- client to executor manager

    /**
     * Wants an executor for a lease; answered by {@link Allocated}.
     *
     * @param layout input slots of each worker
     * @param hotTimeoutNs how long a worker polls after an invocation before it blocks; 0 never, {@link Long#MAX_VALUE}
     *     for ever, {@link CompletionWaiter#ADAPTIVE} while it pays
     * @param deadlineNs how long an invocation may run; {@link Long#MAX_VALUE} for ever
     * @param offers providers the client would reach the executor with, best first
     */
    record Allocate(
            SignedCertificate certificate,
            SlotLayout layout,
            long hotTimeoutNs,
            long deadlineNs,
            List<FabricOffer> offers)
            implements Request {
        public Allocate {
            offers = page(offers);
            if (hotTimeoutNs < CompletionWaiter.ADAPTIVE) {
                throw new IllegalArgumentException("a hot timeout of " + hotTimeoutNs + " ns");
            }
            if (deadlineNs <= 0) {
                throw new IllegalArgumentException("a deadline of " + deadlineNs + " ns");
            }
        }
    }

    /** Shows the certificate of a renewed lease, so that its executor lives on; answered by {@link Done}. */
    record ExtendAllocation(SignedCertificate certificate) implements Request {}

    /** Wants the executor of a lease ended; answered by {@link Done} when it has exited. */
    record ReleaseAllocation(LeaseId lease) implements Request {}

    // --- replies

    record Done() implements Reply {}

    record Refused(RefusalCode code, String text) implements Reply {
        public Refused {
            text = ShortText.of(text);
        }
    }

    record LeaseGranted(SignedCertificate certificate) implements Reply {}

    /** An executor listens there and admits who shows the token. */
    record Allocated(FabricAddress executor, AccessToken token) implements Reply {}

    record NodePage(List<NodeTable.Row> nodes, boolean more) implements Reply {
        public NodePage {
            nodes = page(nodes);
        }
    }

    record LeasePage(List<LeaseRow> leases, boolean more) implements Reply {
        public LeasePage {
            leases = page(leases);
        }
    }

    // --- notices

    /** The lease is about to end; what runs may finish within the grace. Resource manager to executor manager to client. */
    record LeaseEnding(LeaseId lease, EndReason reason, Duration grace) implements Notice {
        public LeaseEnding {
            if (grace.isNegative() || grace.compareTo(LeaseRequest.MAX_DURATION) > 0) {
                throw new IllegalArgumentException("a grace of " + grace);
            }
        }
    }

    /** Nothing of the lease runs any more. Executor manager to resource manager and to client. */
    record LeaseEnded(LeaseId lease, EndReason reason, String text) implements Notice {
        public LeaseEnded {
            text = ShortText.of(text);
        }
    }

    private static <T> List<T> page(List<T> rows) {
        if (rows.size() > MAX_PAGE) {
            throw new IllegalArgumentException(rows.size() + " rows in a page of " + MAX_PAGE);
        }
        return List.copyOf(rows);
    }
}
