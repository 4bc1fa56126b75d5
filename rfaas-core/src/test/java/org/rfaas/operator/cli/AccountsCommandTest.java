package org.rfaas.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AccountsCommandTest {
    @Test
    void shouldShowWhoseLeaseItWasAndWhereAndWhen() {
        StringWriter out = new StringWriter();
        AccountsCommand command = CommandLine.populateCommand(new AccountsCommand(), "--by", "leases");
        Map<String, Object> lease = Map.of(
                "lease", "00000000000000a1",
                "job", "job-1",
                "user", "ada",
                "node", "node-a",
                "cores", 3,
                "grantedAt", "2026-01-02T03:04:05Z",
                "endedAt", "");

        command.print(new PrintWriter(out, true), Map.of("leases", List.of(lease)));

        assertThat(out.toString().lines())
                .first()
                .asString()
                .matches("LEASE +JOB +USER +NODE +CORES +GRANTED +ENDED +CORE S .*");
        assertThat(out.toString()).containsPattern("00000000000000a1 +job-1 +ada +node-a +3 +2026-01-02T03:04:05Z");
    }

    @Test
    void shouldSayThatNotAllIsShown() {
        AccountsCommand command = new AccountsCommand();
        assertThat(command.remark(Map.of("jobs", List.of(), "more", false))).isEmpty();
        assertThat(command.remark(Map.of("jobs", List.of(), "more", true)))
                .hasValueSatisfying(remark -> assertThat(remark).contains("100000", "--since"));
    }
}
