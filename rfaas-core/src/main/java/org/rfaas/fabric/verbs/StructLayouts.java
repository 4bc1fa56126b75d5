package org.rfaas.fabric.verbs;

import org.rfaas.fabric.FabricException;

/**
 * Struct layouts are written down in this package, not read from headers. Where a struct says something that is known
 * otherwise too, the two are compared before anything is called through it.
 */
final class StructLayouts {
    private StructLayouts() {}

    /**
     * Refuses a library that lays out its structs differently.
     *
     * @throws FabricException when the known member is not where it should be
     */
    static void require(String struct, boolean asExpected) {
        if (!asExpected) {
            throw new FabricException("this machine's RDMA library lays out " + struct
                    + " differently from libibverbs.so.1; set fabric.provider=tcp");
        }
    }
}
