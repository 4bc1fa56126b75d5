package org.rfaas.fabric.contract;

/** The contract on {@code tcp} between two JVMs. */
final class TcpFabricTwoProcessTest extends FabricContract {
    @Override
    String provider() {
        return "tcp";
    }

    @Override
    Target startTarget() {
        return Target.forked(provider(), targetJvmArguments());
    }
}
