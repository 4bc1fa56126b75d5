package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import org.rfaas.fabric.rdma.NativeFunction;

/** libibverbs, if this machine has it. */
final class Libibverbs {
    static final NativeLibrary<Functions> LIBRARY =
            NativeLibrary.load("libibverbs.so.1", "packages libibverbs1 and ibverbs-providers", Functions::of);

    private Libibverbs() {}

    /**
     * Its functions.
     *
     * @throws org.rfaas.fabric.FabricException when this machine does not have it, with the remedy
     */
    static Functions functions() {
        return LIBRARY.functions();
    }

    /**
     * The functions used here, named as in libibverbs without {@code ibv_} (see ibv_get_device_list(3) and so on).
     *
     * @param getCqEvent address of a function that {@link DataPath} calls, as the next
     */
    record Functions(
            NativeFunction getDeviceList,
            NativeFunction freeDeviceList,
            NativeFunction getDeviceName,
            NativeFunction openDevice,
            NativeFunction closeDevice,
            NativeFunction queryDevice,
            NativeFunction queryPort,
            NativeFunction allocPd,
            NativeFunction deallocPd,
            NativeFunction regMr,
            NativeFunction deregMr,
            NativeFunction createCompChannel,
            NativeFunction destroyCompChannel,
            NativeFunction createCq,
            NativeFunction resizeCq,
            NativeFunction destroyCq,
            NativeFunction modifyQp,
            MemorySegment getCqEvent,
            MemorySegment ackCqEvents) {
        static Functions of(SymbolLookup library) {
            return new Functions(
                    pointer(library, "ibv_get_device_list", ADDRESS),
                    procedure(library, "ibv_free_device_list", ADDRESS),
                    pointer(library, "ibv_get_device_name", ADDRESS),
                    pointer(library, "ibv_open_device", ADDRESS),
                    number(library, "ibv_close_device", ADDRESS),
                    number(library, "ibv_query_device", ADDRESS, ADDRESS),
                    number(library, "ibv_query_port", ADDRESS, JAVA_BYTE, ADDRESS),
                    pointer(library, "ibv_alloc_pd", ADDRESS),
                    number(library, "ibv_dealloc_pd", ADDRESS),
                    pointer(library, "ibv_reg_mr", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT),
                    number(library, "ibv_dereg_mr", ADDRESS),
                    pointer(library, "ibv_create_comp_channel", ADDRESS),
                    number(library, "ibv_destroy_comp_channel", ADDRESS),
                    pointer(library, "ibv_create_cq", ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT),
                    number(library, "ibv_resize_cq", ADDRESS, JAVA_INT),
                    number(library, "ibv_destroy_cq", ADDRESS),
                    number(library, "ibv_modify_qp", ADDRESS, ADDRESS, JAVA_INT),
                    library.findOrThrow("ibv_get_cq_event"),
                    library.findOrThrow("ibv_ack_cq_events"));
        }
    }

    static NativeFunction number(SymbolLookup library, String name, MemoryLayout... arguments) {
        return new NativeFunction(library, name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    static NativeFunction pointer(SymbolLookup library, String name, MemoryLayout... arguments) {
        return new NativeFunction(library, name, FunctionDescriptor.of(ADDRESS, arguments));
    }

    static NativeFunction procedure(SymbolLookup library, String name, MemoryLayout... arguments) {
        return new NativeFunction(library, name, FunctionDescriptor.ofVoid(arguments));
    }
}
