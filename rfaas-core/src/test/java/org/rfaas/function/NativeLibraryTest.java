package org.rfaas.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads a library that every JDK has. */
class NativeLibraryTest {
    private static final Path LIBRARY = Path.of(System.getProperty("java.home"), "lib", "libzip.so");

    private static NativeLibrary read() {
        try {
            return NativeLibrary.read(LIBRARY);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldListTheFunctionsALibraryExports() {
        assertThat(read().functions())
                .contains("Java_java_util_zip_CRC32_update")
                .doesNotContain("memcpy", "_init");
    }

    @Test
    void shouldBeForThisMachineAndNoOther() {
        read().requireArchitecture(System.getProperty("os.arch"));

        assertThatExceptionOfType(FunctionCodeException.class)
                .isThrownBy(() -> read().requireArchitecture("sparcv9"))
                .satisfies(thrown -> assertThat(thrown.problem()).isEqualTo(CodeProblem.WRONG_ARCHITECTURE));
    }

    @Test
    void shouldRefuseWhatIsNoLibrary() {
        assertThatExceptionOfType(FunctionCodeException.class)
                .isThrownBy(() -> NativeLibrary.of("#!/bin/sh".getBytes(StandardCharsets.US_ASCII)))
                .satisfies(thrown -> assertThat(thrown.problem()).isEqualTo(CodeProblem.MALFORMED));
        assertThatExceptionOfType(FunctionCodeException.class)
                .isThrownBy(() -> NativeLibrary.read(Path.of(System.getProperty("java.home"), "release")))
                .withMessageContaining("release: not a shared library");
    }

    @Test
    void shouldRefuseADamagedLibraryAndNeverFailOtherwise() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = read().encoded();
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 64; flips--) {
                damaged[random.nextInt(64)] = (byte) random.nextInt();
            }
            try {
                assertThat(NativeLibrary.of(damaged).functions()).isNotNull();
            } catch (FunctionCodeException e) {
                assertThat(e.problem())
                        .as("seed %d round %d: %s", seed, round, e.getMessage())
                        .isIn(CodeProblem.MALFORMED, CodeProblem.WRONG_ARCHITECTURE);
            }
        }
    }
}
