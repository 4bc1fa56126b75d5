package org.rfaas.apps.harness;

import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that stand in the command line. One without effect is a mistake. */
public final class GivenOptions {
    private final ParseResult parsed;

    /** Of a command that was parsed. */
    public GivenOptions(CommandSpec command) {
        parsed = command.commandLine().getParseResult();
    }

    /** Whether it is among them; an option that has its default is not. */
    public boolean has(String option) {
        return parsed.hasMatchedOption(option);
    }

    /**
     * Finds an option without effect.
     *
     * @param users the options that it says something of
     * @throws InputException when the option is given, and none of these is
     */
    public void requireUse(String option, String... users) throws InputException {
        if (has(option) && Arrays.stream(users).noneMatch(this::has)) {
            throw new InputException(option + " is for " + String.join(" or ", users));
        }
    }
}
