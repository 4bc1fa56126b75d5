package org.rfaas.experiment;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The source tree that this code was built in: its scripts, and the commit that is checked out. */
public final class Checkout {
    private Checkout() {}

    /**
     * One of the run-scripts.
     *
     * @param name relative to {@code run-scripts}
     */
    public static Path script(String name) {
        return root().resolve("run-scripts").resolve(name);
    }

    /** Abbreviated commit, with {@code -dirty} when files differ from it; {@code unknown} without git. */
    public static String commit() throws InterruptedException {
        List<String> command = List.of("git", "-C", root().toString(), "describe", "--always", "--dirty");
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? commit : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static Path root() {
        Path at = codeSource();
        while (!Files.isExecutable(at.resolve("run-scripts/rfaas"))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException(
                        "experiments start run-scripts, but there are none above " + codeSource() + "; use a checkout");
            }
        }
        return at;
    }

    private static Path codeSource() {
        try {
            return Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("code from a place that is no file", e);
        }
    }
}
