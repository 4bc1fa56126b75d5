package org.rfaas.apps.blackscholes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/**
 * The same formula in C, compiled with gcc -O3 -march=native, and with -ffast-math, which has glibc's vector exp and log called:
 * prices are compared, times are told, not asserted.
 */
class FormulaInCIT {
    private static final int OPTIONS = 100_000;
    private static final int RUNS = 10;
    private static final int ROUNDS = 20;
    private static final List<String> MATHS = List.of("-fno-fast-math", "-ffast-math");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Book.Precision.class)
    void shouldAgreeWithTheFormulaInC(Book.Precision precision)
            throws IOException, InterruptedException, InputException {
        assumeTrue(hasGcc(), "no gcc on this machine; run run-scripts/setup");
        boolean isSingle = precision == Book.Precision.SINGLE;
        GeneratedOptions options = new GeneratedOptions(OPTIONS, 3);
        Path columns = Files.write(folder.resolve("columns"), columns(options, isSingle));

        Book book = Book.load(options, RowBlock.share(OPTIONS, 0, 1), precision);
        long bestNs = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long startNs = System.nanoTime();
            book.price(RUNS);
            bestNs = Math.min(bestNs, System.nanoTime() - startNs);
        }
        double ns = (double) bestNs / OPTIONS / RUNS;
        double[] ours = book.prices();
        for (String maths : MATHS) {
            Path prices = folder.resolve("prices");
            double nsInC = run(compile(isSingle, maths), columns, prices);
            ByteBuffer inC = ByteBuffer.wrap(Files.readAllBytes(prices)).order(ByteOrder.nativeOrder());
            for (double price : ours) {
                double expected = isSingle ? inC.getFloat() : inC.getDouble();
                assertThat(price).isCloseTo(expected, within(isSingle ? 1e-3 : 1e-9));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: Java %.2f ns an option, C with %s %.2f ns, ratio %.2f%n",
                    precision,
                    ns,
                    maths,
                    nsInC,
                    nsInC / ns);
        }
    }

    /** The least time for an option, ns, of as many rounds. */
    private double run(Path program, Path columns, Path prices) throws IOException, InterruptedException {
        Path time = folder.resolve("time");
        Process process = new ProcessBuilder(
                        program.toString(), "" + OPTIONS, "" + PriceLoops.BLOCK, "" + RUNS, "" + ROUNDS)
                .redirectInput(columns.toFile())
                .redirectOutput(prices.toFile())
                .redirectError(time.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return Double.parseDouble(Files.readString(time).strip());
    }

    private static boolean hasGcc() throws InterruptedException {
        try {
            return new ProcessBuilder("gcc", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path compile(boolean isSingle, String maths) throws IOException, InterruptedException {
        Path source = folder.resolve("blackscholes.c");
        try (InputStream resource = FormulaInCIT.class.getResourceAsStream("/blackscholes.c")) {
            Files.copy(resource, source, StandardCopyOption.REPLACE_EXISTING);
        }
        Path program = folder.resolve("blackscholes");
        List<String> command = new ArrayList<>(List.of("gcc", "-O3", "-march=native", maths));
        if (isSingle) {
            command.add("-DSINGLE");
        }
        command.addAll(List.of(source.toString(), "-o", program.toString(), "-lm"));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return program;
    }

    private static byte[] columns(OptionSource options, boolean isSingle) throws InputException {
        int bytes = isSingle ? Float.BYTES : Double.BYTES;
        ByteBuffer columns = ByteBuffer.allocate(6 * OPTIONS * bytes).order(ByteOrder.nativeOrder());
        options.read(RowBlock.share(OPTIONS, 0, 1), (i, option) -> {
            double[] values = {
                option.spot(),
                option.strike(),
                option.rate(),
                option.volatility(),
                option.years(),
                option.isPut() ? -1 : 1
            };
            for (int column = 0; column < values.length; column++) {
                int at = (column * OPTIONS + i) * bytes;
                if (isSingle) {
                    columns.putFloat(at, (float) values[column]);
                } else {
                    columns.putDouble(at, values[column]);
                }
            }
        });
        return columns.array();
    }
}
