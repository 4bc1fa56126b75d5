package org.rfaas.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.rfaas.executor.process.AotCache;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.sandbox.SandboxException;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;

/** {@linkplain ColdStarts Cold starts} by sandbox, with and without a pool; compare figure 9 of the rFaaS paper. */
public final class ColdStartBench {
    /** What can be measured, in this order. */
    public static final List<String> SANDBOXES = List.of("bwrap", "podman", "none");

    private final int rounds;
    private final List<String> sandboxes;
    private final AotCache cache;
    private final Optional<Path> image;
    private final Consumer<String> progress;
    private final Map<String, String> skipped = new LinkedHashMap<>();

    /**
     * @param rounds of each way of starting
     * @param sandboxes which of {@link #SANDBOXES}
     * @param cacheFolder where the executors' AOT cache is or will be
     * @param image unpacked image for podman; it is left out without
     * @param progress told what begins
     */
    public ColdStartBench(
            int rounds, List<String> sandboxes, Path cacheFolder, Optional<Path> image, Consumer<String> progress) {
        this.rounds = rounds;
        this.sandboxes = List.copyOf(sandboxes);
        this.cache = AotCache.in(cacheFolder);
        this.image = image;
        this.progress = progress;
    }

    /** Measures every sandbox that runs here. */
    public List<ColdStartTimes> run() throws InterruptedException {
        List<ColdStartTimes> rows = new ArrayList<>();
        try (Fabric fabric = Fabrics.open("shm")) {
            progress.accept("AOT cache, if it is not there yet");
            cache.make(fabric.provider());
            for (String sandbox : sandboxes) {
                if (sandbox.equals("podman") && image.isEmpty()) {
                    skipped.put(sandbox, "no image was given; see --podman-root");
                } else {
                    measure(fabric, sandbox, () -> open(sandbox), rows);
                }
            }
        }
        return rows;
    }

    private Sandbox open(String sandbox) {
        return switch (sandbox) {
            case "bwrap" -> Sandbox.bubblewrap();
            case "podman" -> Sandbox.podman(image.orElseThrow());
            case "none" -> Sandbox.none();
            default -> throw new IllegalArgumentException("no sandbox '" + sandbox + "'; there are " + SANDBOXES);
        };
    }

    private void measure(Fabric fabric, String name, Supplier<Sandbox> open, List<ColdStartTimes> rows)
            throws InterruptedException {
        ColdStarts starts = new ColdStarts(fabric, rounds);
        try (Sandbox sandbox = open.get()) {
            for (boolean pooled : new boolean[] {true, false}) {
                progress.accept(name + (pooled ? ", pooled" : ", fresh"));
                try (ColdStartNode node = ColdStartNode.start(fabric, sandbox, cache, pooled)) {
                    rows.add(starts.measure(name, pooled, node));
                }
            }
        } catch (SandboxException e) {
            skipped.put(name, String.valueOf(e.getMessage()));
        }
    }

    /** The result for scripts, as docs/experiments.md has it; milliseconds, steps by their p50. */
    public Map<String, Object> toJson(List<ColdStartTimes> rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows.stream().map(ColdStartTimes::toJson).toList());
        json.put("skipped", skipped);
        return json;
    }

    /** Sandboxes that were not measured, and why. */
    public Map<String, String> skipped() {
        return skipped;
    }
}
