package org.rfaas.offload.worker;

/** Code installed on a worker; only the worker that made it can use it. */
public interface KernelPort {}
