package org.rfaas.executor;

/** For an executor in this process: it may load no library and must not fail. */
final class NoManager implements ManagerPort {
    @Override
    public void libraryComes() {
        throw new AssertionError("standard output is this JVM's");
    }

    @Override
    public void fail(String reason) {
        throw new AssertionError(reason);
    }
}
