package org.rfaas.executor;

import java.util.Optional;
import org.rfaas.function.FunctionKey;

/** What an executor that serves has to say to its manager. Any thread may call any method. */
interface ManagerPort {
    /** Code is about to be loaded that may print to standard output. */
    void libraryComes();

    /** Code that the node keeps; empty when it has none of that key. */
    Optional<byte[]> codeOf(FunctionKey key);

    /** Code came from the client and works: the node may keep it. Returns at once. */
    void offer(FunctionKey key, byte[] code);

    /** The executor cannot go on: says why, and ends it. */
    void fail(String reason);
}
