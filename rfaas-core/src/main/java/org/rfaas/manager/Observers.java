package org.rfaas.manager;

import java.util.ArrayList;
import java.util.List;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.NodeTable;

/** Several observers as one; each hears every change, in the order they came. Guarded by the book's lock. */
final class Observers implements BookObserver {
    private final List<BookObserver> all = new ArrayList<>();

    void add(BookObserver observer) {
        all.add(observer);
    }

    @Override
    public void nodeChanged(NodeTable.Row node) {
        all.forEach(each -> each.nodeChanged(node));
    }

    @Override
    public void nodeRemoved(String nodeName) {
        all.forEach(each -> each.nodeRemoved(nodeName));
    }

    @Override
    public void granted(LeaseCertificate lease) {
        all.forEach(each -> each.granted(lease));
    }

    @Override
    public void renewed(LeaseCertificate lease) {
        all.forEach(each -> each.renewed(lease));
    }

    @Override
    public void held(LeaseCertificate lease) {
        all.forEach(each -> each.held(lease));
    }

    @Override
    public void ending(LeaseCertificate lease, EndReason reason) {
        all.forEach(each -> each.ending(lease, reason));
    }

    @Override
    public void ended(LeaseCertificate lease, EndReason reason) {
        all.forEach(each -> each.ended(lease, reason));
    }
}
