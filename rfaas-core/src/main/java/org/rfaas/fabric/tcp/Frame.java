package org.rfaas.fabric.tcp;

/**
 * The header of everything on a connection, little endian:
 *
 * <pre>
 * 0   opcode      u8
 * 1   flags       u8    {@link #ACK_WANTED}
 * 2   mark        u16   {@link #MARK}; a stream out of step is noticed at once
 * 4   sequence    u32   number of the request, or of the request answered
 * 8   executed    u32   how many requests of the receiver of this frame were carried out
 * 12  consumed    u32   how many immediates and messages of the receiver of this frame met a receive
 * 16  immediate   u32
 * 20  rkey        u32
 * 24  address     u64   in the target's region; the former value in a response to fetch-and-add
 * 32  length      u64   of the payload, or to read; the addend of fetch-and-add
 * </pre>
 */
final class Frame {
    static final int BYTES = 40;
    static final short MARK = (short) 0xFAB1;

    static final int OPCODE = 0;
    static final int FLAGS = 1;
    static final int MARK_AT = 2;
    static final int SEQUENCE = 4;
    static final int EXECUTED = 8;
    static final int CONSUMED = 12;
    static final int IMMEDIATE = 16;
    static final int RKEY = 20;
    static final int ADDRESS = 24;
    static final int LENGTH = 32;

    /** The sender waits for the count of executed requests to move past this one. */
    static final int ACK_WANTED = 1;

    /** Requests, in the order of a queue pair. */
    static final byte WRITE = 1;

    static final byte WRITE_IMMEDIATE = 2;
    static final byte SEND = 3;
    static final byte READ = 4;
    static final byte FETCH_AND_ADD = 5;

    /** Answers. */
    static final byte READ_RESPONSE = 6;

    static final byte FETCH_AND_ADD_RESPONSE = 7;

    /** Counts only; with nothing new in them, a heartbeat. */
    static final byte ACK = 8;

    /** The request with this sequence is refused, and all after it are ignored. */
    static final byte NAK = 9;

    private Frame() {}

    static boolean isTwoSided(byte opcode) {
        return opcode == WRITE_IMMEDIATE || opcode == SEND;
    }

    static boolean isAnswered(byte opcode) {
        return opcode == READ || opcode == FETCH_AND_ADD;
    }
}
