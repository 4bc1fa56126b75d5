package org.rfaas.control;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlMessage.Request;

/**
 * Byte form of control messages, little endian: version (u8), type (u8), reserved (u16, zero), correlation (i64), then the
 * record's components in order. Texts and byte strings have a u16 length before them, lists a u8 count.
 */
final class ControlCodec {
    /** Changes with every change of a layout; both ends must have the same. */
    static final int VERSION = 2;

    private static final int HEADER_BYTES = 12;

    private ControlCodec() {}

    /**
     * Encodes a frame.
     *
     * @param into of {@link ControlFrame#MAX_BYTES}
     * @return length of the frame, which begins where the buffer does
     */
    static int encode(ControlFrame frame, ByteBuffer into) {
        FrameWriter out = new FrameWriter(into.clear().order(ByteOrder.LITTLE_ENDIAN));
        out.u8(VERSION).u8(typeOf(frame.message())).u8(0).u8(0).i64(frame.correlation());
        switch (frame.message()) {
            case Request request -> RequestCodec.writeBody(out, request);
            case Reply reply -> AnswerCodec.writeBody(out, reply);
            case Notice notice -> AnswerCodec.writeBody(out, notice);
        }
        return into.position();
    }

    private static int typeOf(ControlMessage message) {
        return switch (message) {
            case Request request -> RequestCodec.typeOf(request);
            case Reply reply -> AnswerCodec.typeOf(reply);
            case Notice notice -> AnswerCodec.typeOf(notice);
        };
    }

    /**
     * Decodes what a peer sent.
     *
     * @throws ProtocolException when it is not exactly one well-formed frame
     */
    static ControlFrame decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes.length > ControlFrame.MAX_BYTES) {
            throw new ProtocolException("a control frame of " + bytes.length + " bytes");
        }
        FrameReader in = new FrameReader(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        int version = in.u8();
        int type = in.u8();
        if (version != VERSION || in.u8() != 0 || in.u8() != 0) {
            throw new ProtocolException("a control frame of version " + version + "; this side speaks " + VERSION);
        }
        try {
            long correlation = in.i64();
            ControlMessage body =
                    type < AnswerCodec.FIRST_REPLY ? RequestCodec.readBody(type, in) : AnswerCodec.readBody(type, in);
            in.end();
            return new ControlFrame(correlation, body);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("control message of type " + type + ": " + e.getMessage(), e);
        }
    }
}
