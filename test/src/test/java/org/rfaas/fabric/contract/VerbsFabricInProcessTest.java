package org.rfaas.fabric.contract;

/** The contract on {@code verbs}, both ends in one JVM. */
final class VerbsFabricInProcessTest extends FabricContract {
    @Override
    String provider() {
        return "verbs";
    }

    @Override
    Target startTarget() {
        return Target.inProcess(provider());
    }
}
