package org.rfaas.fabric.contract;

/** The contract on {@code shm} between two JVMs. */
final class ShmFabricTwoProcessTest extends FabricContract {
    @Override
    String provider() {
        return "shm";
    }

    @Override
    Target startTarget() {
        return Target.forked(provider(), targetJvmArguments());
    }
}
