package org.rfaas.fabric;

/** What a completion completes (ibv_poll_cq(3), enum ibv_wc_opcode). */
public enum WorkOpcode {
    WRITE,
    READ,
    FETCH_AND_ADD,
    SEND,
    RECEIVE,
    RECEIVE_IMMEDIATE
}
