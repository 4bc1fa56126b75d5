package org.rfaas.offload.weave.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.offload.weave.Sources;
import org.rfaas.offload.weave.analysis.AnalysedLoop;
import org.rfaas.offload.weave.analysis.ClassFinder;
import org.rfaas.offload.weave.analysis.LoopAnalysis;
import org.rfaas.offload.weave.analysis.LoopFinder;
import org.rfaas.offload.weave.analysis.LoopShape;
import org.rfaas.offload.weave.analysis.RefusalException;

/** Which ends of inner loops are read once. Of each form the body of the outer loop is given. */
class FixedBoundsTest {
    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource(delimiter = '|', textBlock = """
            for (int k = 0; k < ends[i]; k++) { y[i] += x[k]; }                                                  | 1
            for (int k = ends[i]; k < ends[i + 1]; k++) { y[i] += x[k]; }                                        | 1
            for (int k = 0; k <= 2 * ends[i] - 1; k++) { y[i] += x[k]; }                                         | 1
            for (int k = ends[i]; k > ends[2 * i]; k--) { y[i] += x[k]; }                                        | 1
            for (int k = 0; k < ends[i]; k++) { y[i] += x[k]; } for (int k = 0; k < ends[i]; k++) { y[i] *= 2; } | 2
            for (int j = 0; j < ends[i]; j++) { for (int k = 0; k < ends[j]; k++) { y[i] += x[k]; } }            | 2
            for (int k = 0; k < n; k++) { y[i] += x[k]; }                                                        | 0
            for (int k = 0; k < x.length; k++) { y[i] += x[k]; }                                                 | 0
            for (int k = 0; k < ends[k]; k++) { y[i] += x[k]; }                                                  | 0
            for (int k = 0; k < ends[i]; k++) { y[i] += x[k]; ends[i] = k; }                                     | 0
            int end = i; for (int k = 0; k < ends[end]; k++) { y[i] += x[k]; end = k; }                          | 0
            """)
    void shouldReadEndsOnceThatNothingInTheLoopChanges(String body, int count) throws RefusalException {
        String source = """
                class Bounds {
                    static void loop(int n, int[] ends, double[] x, double[] y) {
                        for (int i = 0; i < n; i++) {
                            %s
                        }
                    }
                }
                """.formatted(body);
        Map<Integer, FixedBounds.Range> bounds = FixedBounds.of(analyse(source));
        assertThat(bounds).hasSize(count);
        assertThat(bounds.values().stream().map(FixedBounds.Range::number))
                .doesNotHaveDuplicates()
                .allMatch(number -> number < count);
    }

    private static AnalysedLoop.RemoteCode analyse(String source) throws RefusalException {
        byte[] bytes = Sources.compile("Bounds", source).get("Bounds");
        ClassModel model = ClassFile.of().parse(bytes);
        CodeAttribute code = model.methods().stream()
                .filter(method -> method.methodName().equalsString("loop"))
                .map(method -> (CodeAttribute) method.code().orElseThrow())
                .findFirst()
                .orElseThrow();
        ClassFinder classes = new ClassFinder(name -> Sources.find(Map.of("Bounds", bytes), name));
        LoopAnalysis analysis = new LoopAnalysis(classes, model.thisClass().asSymbol(), code);
        LoopShape shape =
                new LoopFinder(analysis.flow()).findOnly(analysis.flow().code().line(0));
        return analysis.analyse(shape, false).remote();
    }
}
