package org.rfaas.executor.process;

import java.util.Optional;
import org.rfaas.function.FunctionKey;

/** Code as one executor finds and leaves it on its node. Any thread. */
public interface CodeStore {
    /** Code of that key, checked to be it. */
    Optional<byte[]> find(FunctionKey key);

    /** Keeps code for others, if it is what its key says and there is room. */
    void keep(FunctionKey key, byte[] code);

    /** For nodes that keep no code. */
    static CodeStore none() {
        return new CodeStore() {
            @Override
            public Optional<byte[]> find(FunctionKey key) {
                return Optional.empty();
            }

            @Override
            public void keep(FunctionKey key, byte[] code) {}
        };
    }
}
