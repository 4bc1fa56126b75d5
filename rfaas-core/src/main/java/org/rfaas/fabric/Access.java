package org.rfaas.fabric;

/** What peers may do with a memory region (ibv_reg_mr(3), access flags). */
public enum Access {
    REMOTE_READ,
    REMOTE_WRITE,
    REMOTE_ATOMIC
}
