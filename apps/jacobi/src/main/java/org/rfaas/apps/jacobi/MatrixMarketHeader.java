package org.rfaas.apps.jacobi;

import java.util.Locale;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.TextFile;

/**
 * What the first line of a Matrix Market file says (Boisvert, Pozo, Remington: The Matrix Market Exchange Formats,
 * NISTIR 5935, 1996).
 *
 * @param isCoordinate entries with indices, rather than all elements by columns
 * @param isPattern no values: every entry is 1
 * @param isSymmetric only the lower triangle is stored
 */
record MatrixMarketHeader(boolean isCoordinate, boolean isPattern, boolean isSymmetric) {
    static final String BANNER = "%%matrixmarket";

    static MatrixMarketHeader parse(@Nullable String line, TextFile file) throws InputException {
        StringTokenizer words = new StringTokenizer(line == null ? "" : line.toLowerCase(Locale.ROOT));
        if (words.countTokens() != 5 || !BANNER.equals(words.nextToken()) || !"matrix".equals(words.nextToken())) {
            throw file.error("not a Matrix Market file: it must begin with"
                    + " '%%MatrixMarket matrix coordinate|array real|integer|pattern general|symmetric'");
        }
        boolean isCoordinate = choose(words.nextToken(), "coordinate", "array", "format", file);
        String field = words.nextToken();
        if (!"real".equals(field) && !"integer".equals(field) && !"pattern".equals(field)) {
            throw file.error("field " + TextFile.quoted(field) + " is not supported; real, integer and pattern are");
        }
        boolean isPattern = "pattern".equals(field);
        if (isPattern && !isCoordinate) {
            throw file.error("an array cannot have the field 'pattern'");
        }
        boolean isSymmetric = choose(words.nextToken(), "symmetric", "general", "symmetry", file);
        return new MatrixMarketHeader(isCoordinate, isPattern, isSymmetric);
    }

    private static boolean choose(String word, String yes, String no, String what, TextFile file)
            throws InputException {
        if (!word.equals(yes) && !word.equals(no)) {
            throw file.error(what + " " + TextFile.quoted(word) + " is not supported; " + no + " and " + yes + " are");
        }
        return word.equals(yes);
    }
}
