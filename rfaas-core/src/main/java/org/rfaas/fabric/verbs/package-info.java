/**
 * The {@code verbs} provider: InfiniBand, RoCE and SoftRoCE through libibverbs and librdmacm, called by {@code
 * java.lang.foreign}.
 *
 * <p>Connections are made by rdma_cm, so a device is found by IP address. The control path calls exported functions with
 * errno captured ({@code NativeFunction}); the data path calls the function pointers of {@code ibv_context.ops}, as the
 * inline functions of {@code infiniband/verbs.h} do ({@code DataPath}). One thread a fabric reads connection events.
 *
 * <p>Struct layouts are those of rdma-core's {@code infiniband/verbs.h} and {@code rdma/rdma_cma.h} on 64-bit Linux; they
 * are part of these libraries' ABI (libibverbs.so.1, librdmacm.so.1).
 */
@NullMarked
package org.rfaas.fabric.verbs;

import org.jspecify.annotations.NullMarked;
