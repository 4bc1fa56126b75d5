package org.rfaas.offload.woven;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.plan.Access;

/** Loops as a weaver would make them. */
public final class HandWoven {
    private HandWoven() {}

    /** References x and y, scalar a; x is stable. */
    public static WovenLoop axpy() {
        LoopDescriptor loop = loop(
                "axpy",
                AxpyBody.class,
                List.of(array("x", ElementType.DOUBLE, false, true), array("y", ElementType.DOUBLE, false, false)),
                List.of(new ScalarParameter("a", ElementType.DOUBLE)),
                List.of(use(0, Access.READ, 0), use(1, Access.UPDATE, 0)),
                List.of());
        return new WovenLoop(
                loop,
                (references, scalars, _, start, from, to) -> {
                    double[] x = (double[]) references[0];
                    double[] y = (double[]) references[1];
                    for (int i = start + from; i < start + to; i++) {
                        y[i] += Double.longBitsToDouble(scalars[0]) * x[i];
                    }
                },
                HandWoven.class);
    }

    /** References in and out; results are the sum and the greatest of out. */
    public static WovenLoop smooth() {
        LoopDescriptor loop = loop(
                "smooth",
                SmoothBody.class,
                List.of(array("in", ElementType.SHORT, false, false), array("out", ElementType.SHORT, false, false)),
                List.of(),
                List.of(use(0, Access.READ, -1, 0, 1), use(1, Access.WRITE, 0)),
                List.of(
                        new Reduction("sum", ReductionOperator.SUM, ElementType.LONG),
                        new Reduction("greatest", ReductionOperator.MAX, ElementType.LONG)));
        return new WovenLoop(
                loop,
                (references, _, results, start, from, to) -> {
                    short[] in = (short[]) references[0];
                    short[] out = (short[]) references[1];
                    for (int i = start + from; i < start + to; i++) {
                        out[i] = (short) (in[i - 1] + in[i] + in[i + 1]);
                        results[0] += out[i];
                        results[1] = Math.max(results[1], out[i]);
                    }
                },
                HandWoven.class);
    }

    /** References from, factor and into. */
    public static WovenLoop scaleRows(boolean isFromStable) {
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
        return new WovenLoop(
                loop,
                (references, _, _, start, from, to) -> {
                    float[][] in = (float[][]) references[0];
                    float[] factor = (float[]) references[1];
                    float[][] into = (float[][]) references[2];
                    for (int i = start + from; i < start + to; i++) {
                        for (int j = 0; j < in[i].length; j++) {
                            into[i][j] = in[i][j] * factor[j];
                        }
                    }
                },
                HandWoven.class);
    }

    /** References x and y, scalars the factor and an index that throws; x is stable. */
    public static WovenLoop line() {
        return overMemory(
                loop(
                        "line",
                        LineBody.class,
                        List.of(
                                array("x", ElementType.DOUBLE, false, true),
                                array("y", ElementType.DOUBLE, false, false)),
                        List.of(
                                new ScalarParameter("factor", ElementType.DOUBLE),
                                new ScalarParameter("bad", ElementType.INT)),
                        List.of(use(0, Access.READ, 0), use(1, Access.WRITE, 0)),
                        List.of()),
                new LineBody());
    }

    /** Reference x, which is stable; results are its sum, the least and the greatest of it. */
    public static WovenLoop reduce() {
        return overMemory(
                loop(
                        "reduce",
                        ReduceBody.class,
                        List.of(array("x", ElementType.DOUBLE, false, true)),
                        List.of(),
                        List.of(use(0, Access.READ, 0)),
                        List.of(
                                new Reduction("sum", ReductionOperator.SUM, ElementType.DOUBLE),
                                new Reduction("least", ReductionOperator.MIN, ElementType.DOUBLE),
                                new Reduction("greatest", ReductionOperator.MAX, ElementType.DOUBLE))),
                new ReduceBody());
    }

    /** References in and out; {@code in} is stable, and may be read as a whole. */
    public static WovenLoop slow(boolean isWhole) {
        return overMemory(
                loop(
                        "slow",
                        SlowBody.class,
                        List.of(
                                array("in", ElementType.DOUBLE, false, true),
                                array("out", ElementType.DOUBLE, false, false)),
                        List.of(),
                        List.of(isWhole ? ArrayUse.whole(0) : use(0, Access.READ, 0), use(1, Access.WRITE, 0)),
                        List.of()),
                new SlowBody());
    }

    /** References and scalars of {@link MixBody}; x is stable. */
    public static WovenLoop mix() {
        List<ArrayParameter> arrays = List.of(
                array("x", ElementType.DOUBLE, false, true),
                array("values", ElementType.DOUBLE, false, false),
                array("offsets", ElementType.INT, false, false),
                array("out", ElementType.DOUBLE, false, false),
                array("sum", ElementType.DOUBLE, false, false),
                array("counts", ElementType.INT, false, false));
        List<ScalarParameter> scalars = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            scalars.add(new ScalarParameter(name, ElementType.INT));
        }
        scalars.add(new ScalarParameter("factor", ElementType.DOUBLE));
        List<ArrayUse> uses = List.of(
                ArrayUse.whole(MixBody.X),
                ArrayUse.whole(MixBody.VALUES),
                use(MixBody.OFFSETS, Access.READ, 0, 1),
                shaped(MixBody.OUT, Access.WRITE, 0),
                shaped(MixBody.SUM, Access.UPDATE, 3),
                use(MixBody.COUNTS, Access.WRITE, 0));
        return overMemory(loop("mix", MixBody.class, arrays, scalars, uses, List.of()), new MixBody());
    }

    /** Iteration i touches all from {@code A * i + min} to {@code A * i + max}, which are scalars. */
    private static ArrayUse shaped(int array, Access access, int scalar) {
        return new ArrayUse(
                array,
                access,
                false,
                Polynomial.of(Symbol.scalar(scalar)),
                List.of(Polynomial.of(Symbol.scalar(scalar + 1)), Polynomial.of(Symbol.scalar(scalar + 2))),
                List.of());
    }

    /** A loop whose local body is the remote one over the rank's arrays. */
    private static WovenLoop overMemory(LoopDescriptor loop, RemoteBody body) {
        int uses = loop.uses().size();
        return new WovenLoop(
                loop,
                (references, scalars, results, start, from, to) -> {
                    MemorySegment[] windows = new MemorySegment[uses];
                    for (int i = 0; i < uses; i++) {
                        Object array = references[loop.uses().get(i).array()];
                        windows[i] = array == null ? MemorySegment.NULL : MemoryBody.memory(array);
                    }
                    body.run(windows, new long[uses], new int[uses], scalars, results, start, from, to);
                },
                HandWoven.class);
    }

    /** A loop whose kernel is said to have a copy of a method that is not what it was. */
    public static WovenLoop withOutdatedCopy(WovenLoop loop) {
        KernelCode kernel = loop.descriptor().kernel();
        String owner = HandWoven.class.getName().replace('.', '/');
        CopiedCode copied = new CopiedCode(
                List.of(new CopiedMethod(owner, "axpy", "()V", 1)), List.of(), List.of(new ClassFileDigest(owner, 1)));
        return with(loop, loop.descriptor().scalars(), new KernelCode(kernel.className(), kernel.classBytes(), copied));
    }

    /** A loop with more arguments than a request has. */
    public static WovenLoop withTooManyScalars(WovenLoop loop) {
        List<ScalarParameter> scalars = Collections.nCopies(65, new ScalarParameter("a", ElementType.DOUBLE));
        return with(loop, scalars, loop.descriptor().kernel());
    }

    private static WovenLoop with(WovenLoop loop, List<ScalarParameter> scalars, KernelCode kernel) {
        LoopDescriptor old = loop.descriptor();
        LoopDescriptor other = new LoopDescriptor(
                old.name(),
                old.variable(),
                old.step(),
                old.isDescending(),
                old.verdict(),
                old.arrays(),
                scalars,
                old.inners(),
                old.uses(),
                old.reductions(),
                old.fitInt(),
                kernel);
        return new WovenLoop(other, loop.local(), HandWoven.class);
    }

    private static LoopDescriptor loop(
            String name,
            Class<? extends RemoteBody> body,
            List<ArrayParameter> arrays,
            List<ScalarParameter> scalars,
            List<ArrayUse> uses,
            List<Reduction> reductions) {
        return new LoopDescriptor(
                name,
                "i",
                1,
                false,
                Verdict.PROVED,
                arrays,
                scalars,
                List.of(),
                uses,
                reductions,
                List.of(),
                code(body));
    }

    private static ArrayParameter array(String name, ElementType type, boolean isRows, boolean isStable) {
        return new ArrayParameter(name, type, isRows, isStable);
    }

    /** Iteration i touches i + offset. */
    private static ArrayUse use(int array, Access access, int... offsets) {
        List<Polynomial> constants =
                Arrays.stream(offsets).mapToObj(Polynomial::constant).toList();
        return new ArrayUse(array, access, false, Polynomial.ONE, constants, List.of());
    }

    private static KernelCode code(Class<?> body) {
        CopiedCode nothing = new CopiedCode(List.of(), List.of(), List.of());
        return new KernelCode(body.getName(), classFile(body), nothing);
    }

    /** Of a class in this package. */
    public static byte[] classFile(Class<?> type) {
        String file = type.getSimpleName() + ".class";
        try (InputStream in = HandWoven.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
