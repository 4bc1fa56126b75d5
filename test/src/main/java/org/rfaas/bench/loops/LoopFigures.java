package org.rfaas.bench.loops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link LoopBench} measured.
 *
 * @param dispatchNs what asking costs a woven loop that stays local
 * @param rows one a kernel
 */
public record LoopFigures(double dispatchNs, List<Row> rows) {
    /**
     * One kernel's figures.
     *
     * @param localRatio throughput of the woven loop on the rank, of that of the plain loop
     * @param memoryRatio throughput of the kernel over memory of this process, without a fabric, of that of the plain loop
     *     over arrays
     * @param remoteRatio throughput of a worker that does all, in its own time, of that of the plain loop: what it reads
     *     comes from another core
     * @param speedup throughput of rank and worker together, of that of the plain loop
     */
    public record Row(
            String name, String verdict, double localRatio, double memoryRatio, double remoteRatio, double speedup) {
        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("verdict", verdict);
            json.put("localRatio", localRatio);
            json.put("memoryRatio", memoryRatio);
            json.put("remoteRatio", remoteRatio);
            json.put("speedup", speedup);
            return json;
        }
    }

    /** For scripts, as docs/experiments.md has it. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dispatchNs", dispatchNs);
        json.put("kernels", rows.stream().map(Row::toJson).toList());
        return json;
    }
}
