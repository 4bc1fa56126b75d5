package org.rfaas.client;

import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;

/** The fabric the tests here run on; the RDMA rig runs them on others. */
final class TestFabric {
    /** System property with the name of the provider. */
    private static final String PROPERTY = "rfaas.test.fabric";

    private TestFabric() {}

    static Fabric open() {
        return Fabrics.open(System.getProperty(PROPERTY, "shm"));
    }
}
