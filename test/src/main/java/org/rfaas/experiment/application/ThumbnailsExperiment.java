package org.rfaas.experiment.application;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rfaas.apps.image.SamplePicture;
import org.rfaas.apps.image.ThumbnailFunction;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.config.RfaasConfig;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Figure;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Findings.Comparison;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Series;
import org.rfaas.experiment.Table;
import org.rfaas.experiment.host.LocalCluster;
import org.rfaas.fabric.FabricSet;

/** Thumbnails as functions: decoding, resizing and encoding a picture, here and on a worker. */
public final class ThumbnailsExperiment implements Experiment {
    private static final List<String> FABRICS = List.of("shm", "tcp");

    /** Those of workers: large slots, and the heap that large pictures take when they are decoded. */
    private static final String[] SETTINGS = {
        "executor.slots = 2",
        "executor.slot-bytes = 8 MiB",
        "executor.hot-timeout = always",
        // a pooled executor would serve the first cold start only, and those after it beside the start of the next
        "executor.pool.size = 0",
        "lease.memory-per-core = 2 GiB"
    };

    private record Size(int width, int height) {}

    @Override
    public String name() {
        return "thumbnails";
    }

    @Override
    public String title() {
        return "Thumbnails as functions";
    }

    @Override
    public String question() {
        return "What does a function that does real work on real data, a thumbnail of a JPEG picture, cost on a worker,"
                + " compared with the same code called locally?";
    }

    @Override
    public String paper() {
        return "the thumbnailer of the SeBS benchmarks, of a small and a large picture, in C++ with OpenCV";
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws IOException, InterruptedException {
        Duration each = scale.choose(Duration.ofMillis(200), Duration.ofSeconds(3), Duration.ofSeconds(10));
        int coldStarts = scale.choose(1, 3, 20);
        List<Size> sizes = scale == Scale.SMOKE
                ? List.of(new Size(320, 240))
                : List.of(new Size(480, 360), new Size(1600, 1200), new Size(3300, 2475));
        Table.Builder rows = Table.of(
                Column.of("fabric", "fabric"),
                Column.of("pictureKb", "picture", "kB"),
                Column.of("localMs", "called locally", "ms"),
                Column.of("hotMs", "hot invocation", "ms"),
                Column.of("coldMs", "cold invocation, fresh executor", "ms"),
                Column.of("localPerSecond", "locally", "1/s"),
                Column.of("togetherPerSecond", "locally and on the worker", "1/s"));
        for (String fabric : FABRICS) {
            try (LocalCluster cluster = LocalCluster.start(1, settings(fabric))) {
                RfaasConfig config = RfaasConfig.load(
                        Optional.of(cluster.configuration()),
                        Map.of(RfaasConfig.MANAGER_VARIABLE, cluster.address().toString()));
                try (FabricSet fabrics = new FabricSet(config.fabric().settings());
                        ResourceManagerLink leases =
                                new ResourceManagerLink(fabrics, cluster.address(), config.controlTimeout())) {
                    for (Size size : sizes) {
                        progress.begins(fabric + ", " + size.width() + " x " + size.height() + " pixels");
                        byte[] picture = SamplePicture.jpeg(size.width(), size.height(), 1);
                        ThumbnailTrial trial =
                                new ThumbnailTrial(picture, each, () -> ThumbnailWorker.lease(fabrics, leases, config));
                        double localMs = trial.localMs();
                        double localPerSecond = trial.localPerSecond();
                        double coldMs = trial.coldMs(coldStarts);
                        ThumbnailTrial.Leased leased = trial.leased();
                        rows.row(
                                fabric,
                                picture.length / 1e3,
                                localMs,
                                leased.hotMs(),
                                coldMs,
                                localPerSecond,
                                leased.togetherPerSecond());
                    }
                }
            }
        }
        Table table = rows.build();
        return new Findings(
                table,
                plot(table),
                configuration(each, coldStarts),
                List.of(comparison(table)),
                List.of(
                        "A cold invocation is from the request for a lease to the thumbnail: a fresh executor starts, the"
                                + " function has not been compiled there, and classes of the JDK's image codecs are loaded.",
                        "Local and remote thumbnails are the same, byte for byte; else the experiment fails."));
    }

    private static Comparison comparison(Table table) {
        Table shm = table.where("fabric", FABRICS.getFirst());
        return new Comparison(
                "thumbnail of the largest picture, hot / called locally",
                "plotted for a small and a large picture, in C++ with OpenCV; no number was read off it",
                Figure.of(shm.numbers("hotMs").getLast()) + " / "
                        + Figure.of(shm.numbers("localMs").getLast()) + " ms");
    }

    private static String[] settings(String fabric) {
        String[] all = Arrays.copyOf(SETTINGS, SETTINGS.length + 1);
        all[SETTINGS.length] = "fabric.provider = " + fabric;
        return all;
    }

    private static Plot plot(Table table) {
        Table shm = table.where("fabric", FABRICS.getFirst());
        List<Series> series = new ArrayList<>();
        series.add(shm.series("called locally", "pictureKb", "localMs"));
        for (String fabric : FABRICS) {
            Table own = table.where("fabric", fabric);
            series.add(own.series("hot, " + fabric, "pictureKb", "hotMs"));
            series.add(own.series("cold, " + fabric, "pictureKb", "coldMs"));
        }
        return new Plot.Lines(
                "Thumbnail by size of the picture",
                Axis.logarithmic("JPEG file, kB"),
                Axis.logarithmic("median, ms"),
                series);
    }

    private static Map<String, String> configuration(Duration each, int coldStarts) {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put(
                "function",
                "decodes a JPEG, shrinks it to " + ThumbnailFunction.BOX + " pixels by area, encodes a JPEG");
        configuration.put(
                "time for each figure", each.toMillis() + " ms; medians after 1 to 1.6 times as long to warm up");
        configuration.put("cold invocations", coldStarts + ", of which the median is taken");
        configuration.put("executor", String.join("; ", SETTINGS));
        return configuration;
    }
}
