package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvSge;
import com.ibm.disni.verbs.SVCPostSend;
import java.io.IOException;
import java.util.LinkedList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.rdma.DeviceQueuePair;

/**
 * DiSNI's posts to a send queue, by what cannot be changed in them: opcode, immediate, and whether there is data. Those
 * with an immediate are kept as in a direct-mapped cache. A post that is kept costs no allocation, another allocates.
 */
final class PreparedSends {
    private static final int OPCODES = DeviceQueuePair.RDMA_READ + 1;
    private static final int KEPT_IMMEDIATES = 256;

    /**
     * A post and the parts of it that can be changed.
     *
     * @param element null where there is no data
     */
    record Prepared(
            int immediate, SVCPostSend call, SVCPostSend.SendWRMod request, SVCPostSend.@Nullable SgeMod element) {
        @SuppressWarnings("JdkObsolete") // DiSNI takes a LinkedList
        static Prepared of(IbvQP queuePair, int opcode, boolean withData, int immediate) throws IOException {
            IbvSendWR request = new IbvSendWR();
            request.setOpcode(opcode);
            request.setImm_data(Integer.reverseBytes(immediate)); // in network order, and DiSNI does not care
            LinkedList<IbvSge> elements = new LinkedList<>();
            if (withData) {
                elements.add(new IbvSge());
            }
            request.setSg_list(elements);
            request.setNum_sge(elements.size());
            SVCPostSend call = queuePair.postSend(List.of(request), List.of());
            SVCPostSend.SendWRMod changeable = call.getWrMod(0);
            return new Prepared(immediate, call, changeable, withData ? changeable.getSgeMod(0) : null);
        }
    }

    private final IbvQP queuePair;
    private final @Nullable Prepared[] byOpcode = new Prepared[2 * OPCODES];
    private final @Nullable Prepared[] byImmediate = new Prepared[2 * KEPT_IMMEDIATES];

    PreparedSends(IbvQP queuePair) {
        this.queuePair = queuePair;
    }

    Prepared get(int opcode, boolean withData, int immediate) throws IOException {
        boolean hasImmediate = opcode == DeviceQueuePair.RDMA_WRITE_WITH_IMM;
        @Nullable Prepared[] kept = hasImmediate ? byImmediate : byOpcode;
        int at = 2 * (hasImmediate ? (immediate ^ (immediate >>> 16)) & (KEPT_IMMEDIATES - 1) : opcode)
                + (withData ? 1 : 0);
        Prepared found = kept[at];
        if (found != null && (!hasImmediate || found.immediate() == immediate)) {
            return found;
        }
        Prepared made = Prepared.of(queuePair, opcode, withData, immediate);
        kept[at] = made;
        if (found != null) { // last: its memory goes to whoever prepares the next call
            found.call().free();
        }
        return made;
    }
}
