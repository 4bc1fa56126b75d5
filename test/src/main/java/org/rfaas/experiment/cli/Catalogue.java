package org.rfaas.experiment.cli;

import java.util.List;
import org.rfaas.cli.CliException;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.alternatives.AlternativesExperiment;
import org.rfaas.experiment.application.BlackScholesExperiment;
import org.rfaas.experiment.application.JacobiExperiment;
import org.rfaas.experiment.application.LostWorkersExperiment;
import org.rfaas.experiment.application.MatrixProductExperiment;
import org.rfaas.experiment.application.ThumbnailsExperiment;
import org.rfaas.experiment.harvest.HarvestExperiment;
import org.rfaas.experiment.invocation.BandwidthExperiment;
import org.rfaas.experiment.invocation.ColdStartExperiment;
import org.rfaas.experiment.invocation.HotTimeoutExperiment;
import org.rfaas.experiment.invocation.LatencyExperiment;
import org.rfaas.experiment.invocation.ParallelWorkersExperiment;

/** All experiments, in the order of the report. */
final class Catalogue {
    static final List<Experiment> ALL = List.of(
            new LatencyExperiment(),
            new AlternativesExperiment(),
            new BandwidthExperiment(),
            new ColdStartExperiment(),
            new ParallelWorkersExperiment(),
            new HotTimeoutExperiment(),
            new BlackScholesExperiment(),
            new MatrixProductExperiment(),
            new JacobiExperiment(),
            new ThumbnailsExperiment(),
            new HarvestExperiment(),
            new LostWorkersExperiment());

    private Catalogue() {}

    static Experiment named(String name) {
        return ALL.stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CliException.misused("no experiment '" + name + "'; there are "
                        + String.join(", ", ALL.stream().map(Experiment::name).toList())));
    }
}
