package org.rfaas.offload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.woven.ArrayParameter;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.ElementType;
import org.rfaas.offload.woven.KernelCode;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.Reduction;
import org.rfaas.offload.woven.ReductionOperator;
import org.rfaas.offload.woven.RemoteBody;
import org.rfaas.offload.woven.ScalarParameter;
import org.rfaas.offload.woven.Verdict;
import org.rfaas.offload.woven.WovenLoop;

/** Loops as a weaver would make them. */
final class HandWoven {
    private HandWoven() {}

    /** References x and y, scalar a; x is stable. */
    static WovenLoop axpy() {
        LoopDescriptor loop = loop(
                "axpy",
                AxpyBody.class,
                List.of(array("x", ElementType.DOUBLE, false, true), array("y", ElementType.DOUBLE, false, false)),
                List.of(new ScalarParameter("a", ElementType.DOUBLE)),
                List.of(use(0, Access.READ, 0), use(1, Access.UPDATE, 0)),
                List.of());
        return new WovenLoop(loop, (references, scalars, _, start, from, to) -> {
            double[] x = (double[]) references[0];
            double[] y = (double[]) references[1];
            for (int i = start + from; i < start + to; i++) {
                y[i] += Double.longBitsToDouble(scalars[0]) * x[i];
            }
        });
    }

    /** References in and out; results are the sum and the greatest of out. */
    static WovenLoop smooth() {
        LoopDescriptor loop = loop(
                "smooth",
                SmoothBody.class,
                List.of(array("in", ElementType.SHORT, false, false), array("out", ElementType.SHORT, false, false)),
                List.of(),
                List.of(use(0, Access.READ, -1, 0, 1), use(1, Access.WRITE, 0)),
                List.of(
                        new Reduction("sum", ReductionOperator.SUM, ElementType.LONG),
                        new Reduction("greatest", ReductionOperator.MAX, ElementType.LONG)));
        return new WovenLoop(loop, (references, _, results, start, from, to) -> {
            short[] in = (short[]) references[0];
            short[] out = (short[]) references[1];
            for (int i = start + from; i < start + to; i++) {
                out[i] = (short) (in[i - 1] + in[i] + in[i + 1]);
                results[0] += out[i];
                results[1] = Math.max(results[1], out[i]);
            }
        });
    }

    /** References from, factor and into. */
    static WovenLoop scaleRows(boolean isFromStable) {
        LoopDescriptor loop = loop(
                "scaleRows",
                ScaleRowsBody.class,
                List.of(
                        array("from", ElementType.FLOAT, true, isFromStable),
                        array("factor", ElementType.FLOAT, false, false),
                        array("into", ElementType.FLOAT, true, false)),
                List.of(),
                List.of(use(0, Access.READ, 0), ArrayUse.whole(1), use(2, Access.WRITE, 0)),
                List.of());
        return new WovenLoop(loop, (references, _, _, start, from, to) -> {
            float[][] in = (float[][]) references[0];
            float[] factor = (float[]) references[1];
            float[][] into = (float[][]) references[2];
            for (int i = start + from; i < start + to; i++) {
                for (int j = 0; j < in[i].length; j++) {
                    into[i][j] = in[i][j] * factor[j];
                }
            }
        });
    }

    private static LoopDescriptor loop(
            String name,
            Class<? extends RemoteBody> body,
            List<ArrayParameter> arrays,
            List<ScalarParameter> scalars,
            List<ArrayUse> uses,
            List<Reduction> reductions) {
        return new LoopDescriptor(
                name, 1, false, Verdict.PROVED, arrays, scalars, List.of(), uses, reductions, List.of(), code(body));
    }

    private static ArrayParameter array(String name, ElementType type, boolean isRows, boolean isStable) {
        return new ArrayParameter(name, type, isRows, isStable);
    }

    /** Iteration i touches i + offset. */
    private static ArrayUse use(int array, Access access, int... offsets) {
        List<Polynomial> constants =
                Arrays.stream(offsets).mapToObj(Polynomial::constant).toList();
        return new ArrayUse(array, access, false, Polynomial.ONE, constants);
    }

    private static KernelCode code(Class<?> body) {
        String file = body.getSimpleName() + ".class";
        try (InputStream in = body.getResourceAsStream(file)) {
            return new KernelCode(
                    body.getName(), Objects.requireNonNull(in, file).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
