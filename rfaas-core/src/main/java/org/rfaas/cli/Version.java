package org.rfaas.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "rfaas " + (version == null ? "development build" : version) + " on Java " + Runtime.version()
        };
    }
}
