package org.rfaas.fabric.contract;

/** The contract on {@code disni}, both ends in one JVM. */
final class DisniFabricInProcessTest extends FabricContract {
    @Override
    String provider() {
        return "disni";
    }

    @Override
    Target startTarget() {
        return Target.inProcess(provider());
    }
}
