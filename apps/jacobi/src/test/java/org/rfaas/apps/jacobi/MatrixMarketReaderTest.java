package org.rfaas.apps.jacobi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

class MatrixMarketReaderTest {
    private static final String BANNER = "%%MatrixMarket matrix ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                // rows as a residual sees them: A * (1, 10) for [[4, 1], [2, 5]] and friends
                "coordinate real general|2 2 4|1 1 4|1 2 1|2 1 2|2 2 5; 14; 52",
                "coordinate real general|% a comment||2 2 4|2 2 5e0|% another|1 2 1.0|2 1 +2|1 1 4; 14; 52",
                "COORDINATE REAL GENERAL|2 2 4|1 1 4|1 2 1|2 1 2|2 2 5; 14; 52",
                "coordinate integer general|2 2 3|1 1 4|2 1 2|2 2 5; 4; 52",
                "coordinate pattern general|2 2 3|1 1|2 1|2 2; 1; 11",
                "coordinate real symmetric|2 2 3|1 1 4|2 1 2|2 2 5; 24; 52",
                "coordinate pattern symmetric|2 2 3|1 1|2 1|2 2; 11; 11",
                "coordinate real general|2 2 5|1 1 4|1 2 1|2 1 2|2 2 2|2 2 3; 14; 52",
                "array real general|2 2|4|2|1|5; 14; 52",
                "array integer general|2 2|4|2|1|5; 14; 52",
                "array real symmetric|2 2|4|2|5; 24; 52"
            })
    void shouldReadEveryForm(String text, double first, double second) throws IOException, InputException {
        Path file = write(text);
        double[] x = {1, 10};
        for (int rank = 0; rank < 2; rank++) {
            LinearSystem system = new MatrixMarketReader(rank, 2).read(file);
            system.rhs()[0] = 0;
            assertThat(Math.sqrt(system.residualSquared(x, 1))).isEqualTo(rank == 0 ? first : second);
        }
        LinearSystem whole = new MatrixMarketReader(0, 1).read(file);
        assertThat(whole.rows()).isEqualTo(new RowBlock(0, 2, 2));
        assertThat(whole).isInstanceOf(text.startsWith("array") ? DenseSystem.class : SparseSystem.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "coordinate complex general|1 1 1|1 1 1 0; 1; field 'complex' is not supported",
                "coordinate real hermitian|1 1 1|1 1 1; 1; symmetry 'hermitian' is not supported",
                "list real general|1 1 1|1 1 1; 1; format 'list' is not supported",
                "array pattern general|1 1; 1; an array cannot have the field 'pattern'",
                "coordinate real; 1; not a Matrix Market file",
                "coordinate real general|; 3; size is missing",
                "coordinate real general|2 3 1|1 1 1; 2; not square: 2 rows, 3 columns",
                "coordinate real general|0 0 0; 2; number of rows 0 is not in",
                "coordinate real general|2 2; 2; number of entries is missing",
                "coordinate real general|2 2 x; 2; number of entries 'x' is not an integer",
                "coordinate real general|2 2 2|1 1 1; 4; the file ends before entry 2 of 2",
                "coordinate real general|2 2 1|1 1 1|2 2 1; 4; more entries than the size line announces",
                "coordinate real general|2 2 1|3 1 1; 3; row 3 is not in 1..2",
                "coordinate real general|2 2 1|1 0 1; 3; column 0 is not in 1..2",
                "coordinate real general|2 2 1|1 1; 3; value is missing",
                "coordinate real general|2 2 1|1 1 one; 3; value 'one' is not a number",
                "coordinate real general|2 2 1|1 1 NaN; 3; value NaN is not a finite number",
                "coordinate real general|2 2 1|1 1 1e999; 3; is not a finite number",
                "coordinate real general|2 2 1|1 1 1 7; 3; '7' after the end of the entry",
                "coordinate real general|2 2 1|1.5 1 1; 3; row '1.5' is not an integer",
                "coordinate real symmetric|2 2 1|1 2 1; 3; above the diagonal",
                "coordinate real general|99999999999 2 1|1 2 1; 2; number of rows 99999999999 is not in",
                "coordinate real general|2000000000 2000000000 1|1 1 1; 2; 2000000000 rows are more than the file's",
                "coordinate real general|1 1 2000000000|1 1 1; 2; 2000000000 entries are more than the file's",
                "array real general|2000000 2000000|1; 2; 4000000000000 elements are more than the file's",
                "array real symmetric|2000000 2000000|1; 2; 2000001000000 elements are more than the file's",
                "array real general|2 2|1|2|3; 6; the file ends before element (2, 2)",
                "array real general|2 2|1|2|3|4|5; 7; more entries than the size line announces"
            })
    void shouldSayWhereAFileIsWrong(String text, int line, String message) throws IOException {
        Path file = write(text);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new MatrixMarketReader(0, 1).read(file))
                .withMessageStartingWith(file + ":" + line + ": ")
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void shouldRefuseWhatIsNoMatrixMarketFile() throws IOException {
        Path file = folder.resolve("picture.mtx");
        Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, (byte) 0xFF});
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new MatrixMarketReader(0, 1).read(file))
                .withMessageContaining("picture.mtx:1: not a Matrix Market file");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new MatrixMarketReader(0, 1).read(folder))
                .withMessageContaining("is a directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "1|2|3; \"\"",
                "% comment|1|2|3; \"\"",
                "%%MatrixMarket matrix array real general|3 1|1|2|3; \"\"",
                "1|2; the file ends after 2 of 3 elements",
                "1|2|3|4; :4: more than the 3 elements",
                "1|two|3; :2: element 'two' is not a number",
                "1|2 2|3; :2: '2' after the end of the entry",
                "%%MatrixMarket matrix array real general|2 1|1|2; :2: the right-hand side is 2 x 1; the matrix needs 3 x 1",
                "%%MatrixMarket matrix coordinate real general|3 1 0; :1: a right-hand side must be"
            })
    void shouldReadRightHandSides(String text, String error) throws IOException, InputException {
        Path file = Files.writeString(folder.resolve("b.txt"), text.replace('|', '\n') + "\n");
        if (error.isEmpty()) {
            assertThat(VectorReader.read(file, new RowBlock(1, 2, 3))).containsExactly(2, 3);
        } else {
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> VectorReader.read(file, new RowBlock(0, 3, 3)))
                    .withMessageContaining(error);
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("a.mtx"), BANNER + text.replace('|', '\n') + "\n");
    }
}
