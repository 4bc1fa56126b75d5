package org.rfaas.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code rfaas}: a picocli command, found with {@link java.util.ServiceLoader}, so that every module can
 * add some. Returns the exit code; may throw {@link CliException}, and what the client library, the fabric and the
 * configuration throw, for what its user can mend.
 */
public interface CliCommand extends Callable<Integer> {}
