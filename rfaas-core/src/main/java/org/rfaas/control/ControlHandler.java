package org.rfaas.control;

import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlMessage.Request;

/**
 * What a service does with its clients' messages. For one session, the calls come one after the other, in the order of the
 * messages; for several sessions at once. They come on virtual threads, but for those {@link #isQuick} speaks of.
 */
public interface ControlHandler {
    /**
     * Whether a request is dealt with in microseconds, without waiting for anybody. It is then handled on the one thread that
     * takes the messages of all sessions in turn: no session waits for long while others are served again and again.
     */
    default boolean isQuick(Request request) {
        return false;
    }

    /**
     * Deals with a request. May answer later, from another thread; until then the next request may come.
     *
     * @param responder call it exactly once
     */
    void handle(ControlSession session, Request request, Responder responder);

    /** Deals with a notice. */
    void handle(ControlSession session, Notice notice);

    /** The client has gone. The last call for this session. */
    void disconnected(ControlSession session);

    /** Takes the answer to one request; an answer to a client that has gone meanwhile is dropped. */
    @FunctionalInterface
    interface Responder {
        /** Answers; does not wait for the client to take it. */
        void reply(Reply reply);

        /**
         * The answer will take long, and the request shall not keep the session's further messages waiting meanwhile. Whoever
         * says so limits how many such requests there are.
         */
        default void later() {}
    }
}
