package org.rfaas.fabric.contract;

/** The contract on {@code disni} between two JVMs. */
final class DisniFabricTwoProcessTest extends FabricContract {
    @Override
    String provider() {
        return "disni";
    }

    @Override
    Target startTarget() {
        return Target.forked(provider(), targetJvmArguments());
    }
}
