package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.rfaas.fabric.verbs.Libibverbs.number;
import static org.rfaas.fabric.verbs.Libibverbs.pointer;
import static org.rfaas.fabric.verbs.Libibverbs.procedure;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.SymbolLookup;
import org.rfaas.fabric.rdma.NativeFunction;

/** librdmacm, if this machine has it. */
final class Librdmacm {
    static final NativeLibrary<Functions> LIBRARY =
            NativeLibrary.load("librdmacm.so.1", "package librdmacm1", Functions::of);

    private Librdmacm() {}

    /**
     * Its functions.
     *
     * @throws org.rfaas.fabric.FabricException when this machine does not have it, with the remedy
     */
    static Functions functions() {
        return LIBRARY.functions();
    }

    /** The functions used here, named as in librdmacm without {@code rdma_} (see rdma_create_id(3) and so on). */
    record Functions(
            NativeFunction createEventChannel,
            NativeFunction destroyEventChannel,
            NativeFunction getCmEvent,
            NativeFunction ackCmEvent,
            NativeFunction createId,
            NativeFunction destroyId,
            NativeFunction setOption,
            NativeFunction bindAddr,
            NativeFunction getSrcPort,
            NativeFunction listen,
            NativeFunction resolveAddr,
            NativeFunction resolveRoute,
            NativeFunction createQp,
            NativeFunction destroyQp,
            NativeFunction connect,
            NativeFunction accept,
            NativeFunction reject,
            NativeFunction disconnect) {
        static Functions of(SymbolLookup library) {
            return new Functions(
                    pointer(library, "rdma_create_event_channel"),
                    procedure(library, "rdma_destroy_event_channel", ADDRESS),
                    number(library, "rdma_get_cm_event", ADDRESS, ADDRESS),
                    number(library, "rdma_ack_cm_event", ADDRESS),
                    number(library, "rdma_create_id", ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                    number(library, "rdma_destroy_id", ADDRESS),
                    number(library, "rdma_set_option", ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG),
                    number(library, "rdma_bind_addr", ADDRESS, ADDRESS),
                    new NativeFunction(library, "rdma_get_src_port", FunctionDescriptor.of(JAVA_SHORT, ADDRESS)),
                    number(library, "rdma_listen", ADDRESS, JAVA_INT),
                    number(library, "rdma_resolve_addr", ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                    number(library, "rdma_resolve_route", ADDRESS, JAVA_INT),
                    number(library, "rdma_create_qp", ADDRESS, ADDRESS, ADDRESS),
                    procedure(library, "rdma_destroy_qp", ADDRESS),
                    number(library, "rdma_connect", ADDRESS, ADDRESS),
                    number(library, "rdma_accept", ADDRESS, ADDRESS),
                    number(library, "rdma_reject", ADDRESS, ADDRESS, JAVA_BYTE),
                    number(library, "rdma_disconnect", ADDRESS));
        }
    }
}
