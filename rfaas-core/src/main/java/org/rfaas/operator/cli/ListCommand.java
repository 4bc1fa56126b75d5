package org.rfaas.operator.cli;

import java.io.IOException;
import java.util.Map;
import org.rfaas.operator.OperatorClient;

/** A command that lists what there is, by one request. */
abstract class ListCommand extends OperatorCommand {
    /** The rows. */
    abstract Map<String, Object> ask(OperatorClient client);

    @Override
    final int serve(OperatorClient client) throws IOException {
        show(ask(client));
        return 0;
    }
}
