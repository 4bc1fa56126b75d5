package org.rfaas.operator.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.rfaas.cli.CliException;
import org.rfaas.operator.OperatorClient;
import org.rfaas.operator.OperatorException;

/** A command about one or several things, each by a request of its own: one that is refused keeps none of the others. */
abstract class EachCommand extends OperatorCommand {
    /** What it is about, as it was typed. */
    abstract List<String> names();

    /** Has it done for one of them. */
    abstract Map<String, Object> ask(OperatorClient client, String name);

    @Override
    final int serve(OperatorClient client) throws IOException {
        if (names().contains("")) {
            throw CliException.misused("one of the names is empty");
        }
        int exitCode = 0;
        for (String name : names()) {
            try {
                show(ask(client, name));
            } catch (OperatorException e) {
                if (!e.isRefusal()) {
                    throw e;
                }
                complain(String.valueOf(e.getMessage()));
                exitCode = 1;
            }
        }
        return exitCode;
    }
}
