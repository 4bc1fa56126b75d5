package org.rfaas.manager;

import java.util.Comparator;
import java.util.List;
import org.rfaas.control.ControlMessage;
import org.rfaas.control.ControlMessage.LeasePage;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.ListNodes;
import org.rfaas.control.ControlMessage.NodePage;
import org.rfaas.control.LeaseRow;
import org.rfaas.lease.LeaseBook;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseState;
import org.rfaas.lease.NodeTable;

/** What status shows of the books, in pages that fit into a message. */
final class StatusPages {
    private StatusPages() {}

    static NodePage nodes(LeaseBook book, ListNodes request) {
        List<NodeTable.Row> rows = book.nodes().rows().stream()
                .filter(row -> row.capacity().name().compareTo(request.after()) > 0)
                .sorted(Comparator.comparing(row -> row.capacity().name()))
                .limit(ControlMessage.MAX_PAGE + 1L)
                .toList();
        boolean more = rows.size() > ControlMessage.MAX_PAGE;
        return new NodePage(more ? rows.subList(0, ControlMessage.MAX_PAGE) : rows, more);
    }

    static LeasePage leases(LeaseBook book, ListLeases request) {
        List<LeaseRow> rows = book.leases().stream()
                .skip(request.skip())
                .limit(ControlMessage.MAX_PAGE)
                .map(StatusPages::row)
                .toList();
        return new LeasePage(
                rows, request.skip() + (long) rows.size() < book.leases().size());
    }

    static LeaseRow row(LeaseState state) {
        LeaseCertificate certificate = state.certificate();
        return new LeaseRow(
                certificate.lease(),
                certificate.jobId(),
                certificate.user(),
                certificate.nodeName(),
                certificate.cores(),
                certificate.memoryBytes(),
                certificate.expiresAtMs(),
                state instanceof LeaseState.Ending);
    }
}
