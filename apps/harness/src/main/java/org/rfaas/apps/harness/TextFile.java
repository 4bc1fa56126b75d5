package org.rfaas.apps.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rfaas.file.FileProblem;
import org.rfaas.text.Decimal;
import org.rfaas.text.Printable;

/** Lines of numbers in a file, and errors that say where they are: {@code file:line: what}. */
public final class TextFile implements AutoCloseable {
    /** The byte order mark that some editors begin a file in UTF-8 with, in the characters that its bytes are read as. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    /** More of a word says no more about what is wrong with it, and a file may have words of megabytes. */
    private static final int SHOWN_CHARACTERS = 40;

    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");

    private final Path path;
    private final BufferedReader reader;
    private int line;

    public TextFile(Path path) throws InputException {
        this.path = path;
        InputFile.requireRepeatable(path);
        try {
            // every byte is a character, so a binary file fails at its first line rather than in the decoder
            reader = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new InputException(path + ": no such file");
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read: " + FileProblem.reason(e));
        }
    }

    /** The next line as it is, but for the mark that a file may begin with, or {@code null} at the end. */
    @Nullable
    public String nextLine() throws InputException {
        try {
            String text = reader.readLine();
            line++;
            boolean isMarked = line == 1 && text != null && text.startsWith(BYTE_ORDER_MARK);
            return isMarked ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (IOException e) {
            throw error("cannot be read: " + FileProblem.reason(e));
        }
    }

    /** The words of the next line that is neither blank nor a comment, or {@code null} at the end. */
    @Nullable
    public StringTokenizer nextWords() throws InputException {
        for (String text = nextLine(); text != null; text = nextLine()) {
            if (!text.isBlank() && !text.startsWith("%")) {
                return new StringTokenizer(text);
            }
        }
        return null;
    }

    public int integer(StringTokenizer words, String what, int least, int most) throws InputException {
        String word = word(words, what);
        try {
            long value = Long.parseLong(word);
            if (value >= least && value <= most) {
                return (int) value;
            }
        } catch (NumberFormatException e) {
            if (!INTEGER.matcher(word).matches()) {
                throw error(what + " " + quoted(word) + " is not an integer");
            }
        }
        throw error(what + " " + shown(word) + " is not in " + least + ".." + most);
    }

    /** A decimal number, with an exponent or without. */
    public double number(StringTokenizer words, String what) throws InputException {
        String word = word(words, what);
        try {
            double value = Decimal.parse(word);
            if (!Double.isFinite(value)) {
                throw error(what + " " + shown(word) + " is not a finite number");
            }
            return value;
        } catch (NumberFormatException e) {
            throw error(what + " " + quoted(word) + " is not a number");
        }
    }

    /**
     * Refuses a count that the file is too short for, before room is made for so many.
     *
     * @param what is counted
     * @param leastBytes the shortest of them takes, what separates it from the next included
     */
    public void requireRoomFor(long count, String what, int leastBytes) throws InputException {
        long bytes;
        try {
            bytes = Files.size(path);
        } catch (IOException e) {
            throw error("cannot be read: " + FileProblem.reason(e));
        }
        // nothing need follow the last
        if (count > (bytes + 1) / leastBytes) {
            throw error(count + " " + what + " are more than the file's " + bytes + " bytes can hold");
        }
    }

    public void requireEnd(StringTokenizer words) throws InputException {
        if (words.hasMoreTokens()) {
            throw error(quoted(words.nextToken()) + " after the end of the entry");
        }
    }

    /** A word of the file as a message shows it: in quotes, shortened, and without what would move a terminal's cursor. */
    public static String quoted(String word) {
        return "'" + shown(word) + "'";
    }

    private static String shown(String word) {
        return Printable.excerpt(word, SHOWN_CHARACTERS, "?");
    }

    /** An error at the line read last. */
    public InputException error(String what) {
        return new InputException(place() + ": " + what);
    }

    /** The file and the line read last. */
    public String place() {
        return path + ":" + line;
    }

    private String word(StringTokenizer words, String what) throws InputException {
        if (!words.hasMoreTokens()) {
            throw error(what + " is missing");
        }
        return words.nextToken();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
