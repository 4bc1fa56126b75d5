package org.rfaas.fabric.contract;

/** The contract on {@code shm}, both ends in one JVM. */
final class ShmFabricInProcessTest extends FabricContract {
    @Override
    String provider() {
        return "shm";
    }

    @Override
    Target startTarget() {
        return Target.inProcess(provider());
    }
}
