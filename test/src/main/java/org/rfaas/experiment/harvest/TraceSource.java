package org.rfaas.experiment.harvest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.rfaas.experiment.Scale;

/**
 * The trace of a run: a generated one, or the file that the environment names.
 *
 * @param origin where it comes from, for the report
 * @param isGenerated whether there is no file of it yet
 */
record TraceSource(IdleTrace trace, String origin, boolean isGenerated) {
    /** A trace to replay instead of a generated one: a CSV file as {@link IdleTraceFile} reads it. */
    private static final String FILE_VARIABLE = "RFAAS_TRACE";

    /** Cores of each of its nodes. */
    private static final String CORES_VARIABLE = "RFAAS_TRACE_CORES_PER_NODE";

    private static final int CORES_PER_NODE = 32;
    private static final int MOST_CORES_PER_NODE = 10_000;
    private static final long SEED = 2;

    /**
     * What the environment names, if anything.
     *
     * @param environment as from {@link System#getenv()}
     * @throws TraceException when the file is not as it should be
     */
    static Optional<TraceSource> given(Map<String, String> environment) throws TraceException {
        int cores = cores(environment.getOrDefault(CORES_VARIABLE, "" + CORES_PER_NODE));
        String file = environment.getOrDefault(FILE_VARIABLE, "");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Path path = Path.of(file);
        return Optional.of(new TraceSource(IdleTraceFile.read(path, cores), "from " + path.getFileName(), false));
    }

    /**
     * What the environment names, or a generated one.
     *
     * @throws TraceException when the file is not as it should be
     */
    static TraceSource chosen(Scale scale) throws TraceException {
        Optional<TraceSource> given = given(System.getenv());
        return given.isPresent() ? given.get() : generated(scale);
    }

    private static TraceSource generated(Scale scale) {
        int nodes = scale.choose(200, 1000, 2000);
        Duration duration = scale.choose(Duration.ofHours(2), Duration.ofDays(1), Duration.ofDays(7));
        IdleModel model = IdleModel.ofBusyCluster(nodes, CORES_PER_NODE);
        return new TraceSource(model.generate(duration.toMillis(), SEED), "generated, seed " + SEED, true);
    }

    private static int cores(String text) throws TraceException {
        try {
            int cores = Integer.parseInt(text);
            if (cores > 0 && cores <= MOST_CORES_PER_NODE) {
                return cores;
            }
        } catch (NumberFormatException e) {
            throw new TraceException("'" + text + "' is no number of cores per node", e);
        }
        throw new TraceException(
                text + " cores per node; a node has at least one, and at most " + MOST_CORES_PER_NODE, null);
    }
}
