package org.rfaas.executor;

import java.util.Optional;
import org.rfaas.function.FunctionKey;

/** For an executor in this process: it may load no library and must not fail. */
final class NoManager implements ManagerPort {
    @Override
    public void libraryComes() {
        throw new AssertionError("standard output is this JVM's");
    }

    @Override
    public Optional<byte[]> codeOf(FunctionKey key) {
        return Optional.empty();
    }

    @Override
    public void offer(FunctionKey key, byte[] code) {}

    @Override
    public void fail(String reason) {
        throw new AssertionError(reason);
    }
}
