package org.rfaas.fabric;

/** Outcome of work (ibv_poll_cq(3), enum ibv_wc_status). */
public enum WorkStatus {
    SUCCESS,
    /** A message was longer than the receive it met. */
    LOCAL_LENGTH_ERROR,
    /** The remote region does not exist, forbids the access, or is left at either end. */
    REMOTE_ACCESS_ERROR,
    /** The peer broke the protocol. */
    REMOTE_OPERATION_ERROR,
    /** Not carried out because the queue pair is in the error state, as after the loss of the peer. */
    FLUSHED
}
