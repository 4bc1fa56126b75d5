package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvRecvWR;
import com.ibm.disni.verbs.IbvSge;
import com.ibm.disni.verbs.SVCPostRecv;
import java.io.IOException;
import java.util.LinkedList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DiSNI's posts to a receive queue, by the memory they name: nothing in them can be changed. Kept as in a direct-mapped
 * cache: whoever posts the same few buffers again and again allocates nothing.
 */
final class PreparedReceives {
    private static final int KEPT = 256;
    private static final int PAGE_SHIFT = 6;

    private record Prepared(long address, int bytes, int lkey, SVCPostRecv call) {}

    private final IbvQP queuePair;
    private final long id;
    private final @Nullable Prepared[] kept = new Prepared[KEPT];

    /**
     * @param id which all of a queue pair's receives have
     */
    PreparedReceives(IbvQP queuePair, long id) {
        this.queuePair = queuePair;
        this.id = id;
    }

    SVCPostRecv get(long address, int bytes, int lkey) throws IOException {
        int at = (int) ((address >>> PAGE_SHIFT) ^ (address >>> (2 * PAGE_SHIFT))) & (KEPT - 1);
        Prepared found = kept[at];
        if (found != null && found.address == address && found.bytes == bytes && found.lkey == lkey) {
            return found.call;
        }
        Prepared made = new Prepared(address, bytes, lkey, prepare(address, bytes, lkey));
        kept[at] = made;
        if (found != null) { // last: its memory goes to whoever prepares the next call
            found.call.free();
        }
        return made.call;
    }

    @SuppressWarnings("JdkObsolete") // DiSNI takes a LinkedList
    private SVCPostRecv prepare(long address, int bytes, int lkey) throws IOException {
        LinkedList<IbvSge> elements = new LinkedList<>();
        if (bytes > 0) {
            IbvSge element = new IbvSge();
            element.setAddr(address);
            element.setLength(bytes);
            element.setLkey(lkey);
            elements.add(element);
        }
        IbvRecvWR request = new IbvRecvWR();
        request.setWr_id(id);
        request.setSg_list(elements);
        request.setNum_sge(elements.size());
        return queuePair.postRecv(List.of(request), List.of());
    }
}
