package org.rfaas.operator.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.rfaas.operator.OperatorClient;
import picocli.CommandLine.Parameters;

/** A command about one node. */
abstract class NodeCommand extends OperatorCommand {
    @Parameters(index = "0", paramLabel = "NODE", description = "Name of the node.")
    private String node = "";

    final String node() {
        return node;
    }

    final String path() {
        return NodesCommand.PATH + "/" + OperatorClient.segment(node);
    }

    @Override
    final void print(PrintWriter out, Map<String, Object> answer) {
        out.println("node " + answer.get("name") + ": " + answer.get("status"));
    }
}
