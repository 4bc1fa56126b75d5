package org.rfaas.fabric.contract;

/** The contract on {@code verbs} between two JVMs. */
final class VerbsFabricTwoProcessTest extends FabricContract {
    @Override
    String provider() {
        return "verbs";
    }

    @Override
    Target startTarget() {
        return Target.forked(provider(), targetJvmArguments());
    }
}
