package org.rfaas.fabric.contract;

/** The contract on {@code tcp}, both ends in one JVM. */
final class TcpFabricInProcessTest extends FabricContract {
    @Override
    String provider() {
        return "tcp";
    }

    @Override
    Target startTarget() {
        return Target.inProcess(provider());
    }
}
