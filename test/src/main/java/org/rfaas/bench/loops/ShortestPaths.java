package org.rfaas.bench.loops;

import org.rfaas.offload.Offload;

/** A step of Floyd and Warshall's shortest paths: every row by way of one node. */
public final class ShortestPaths implements LoopTrial {
    private static final int N = 800;

    private final float[] distance = Numbers.floats(N * N);
    private final float[] via = new float[N];
    private int node;

    @Override
    public void run() {
        System.arraycopy(distance, node * N, via, 0, N);
        relax(distance, via, N, node);
        node = (node + 1) % N;
    }

    @Override
    public double checksum() {
        return Numbers.sum(distance);
    }

    private static void relax(float[] distance, float[] via, int n, int node) {
        for (@Offload int i = 0; i < n; i++) {
            float first = distance[i * n + node];
            for (int j = 0; j < n; j++) {
                distance[i * n + j] = Math.min(distance[i * n + j], first + via[j]);
            }
        }
    }
}
