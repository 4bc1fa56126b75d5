package org.rfaas.executor.manager;

import java.util.List;
import org.rfaas.executor.pipe.FunctionRules;

/**
 * What functions may do on a node.
 *
 * @param maxCodeBytes longest code a client may send
 */
public record FunctionOptions(long maxCodeBytes) {
    /** The rules for a lease. */
    FunctionRules rules() {
        return new FunctionRules(maxCodeBytes, false, Long.MAX_VALUE, List.of());
    }
}
