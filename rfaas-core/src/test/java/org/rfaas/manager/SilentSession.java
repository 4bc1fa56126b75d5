package org.rfaas.manager;

import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlSession;

/** A client that is told nothing. */
final class SilentSession implements ControlSession {
    @Override
    public String name() {
        return "client";
    }

    @Override
    public byte[] challenge() {
        return new byte[0];
    }

    @Override
    public void send(Notice notice) {}

    @Override
    public void close(String reason) {}
}
