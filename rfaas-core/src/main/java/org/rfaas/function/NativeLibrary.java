package org.rfaas.function;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * A shared library (ELF, 64 bits, little endian) whose functions can be shipped. It travels as the file it is, so its key is
 * what {@code sha256sum} prints. None of its code runs on this side, and it need not be for this machine's processor.
 */
public final class NativeLibrary {
    /** Longest library; nodes may take less. */
    public static final int MAX_BYTES = 256 << 20;

    private static final int LISTED_FUNCTIONS = 20;

    private final byte[] file;
    private final ElfFile elf;
    private final FunctionKey key;

    private NativeLibrary(byte[] file) {
        this.file = file;
        this.elf = ElfFile.parse(file);
        this.key = FunctionKey.of(file);
    }

    /**
     * Reads a library from a file.
     *
     * @throws FunctionCodeException when it is no shared library, or too long
     */
    public static NativeLibrary read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return new NativeLibrary(requireSize(in.readNBytes(MAX_BYTES + 1)));
        } catch (FunctionCodeException e) {
            throw new FunctionCodeException(e.problem(), path + ": " + e.getMessage(), e);
        }
    }

    /**
     * A library from its file's content.
     *
     * @throws FunctionCodeException when it is no shared library, or too long
     */
    public static NativeLibrary of(byte[] file) {
        return new NativeLibrary(requireSize(file).clone());
    }

    /** Whether this is meant to be a library, by its first bytes. */
    public static boolean isLibrary(byte[] encoded) {
        return ElfFile.hasMagic(encoded);
    }

    private static byte[] requireSize(byte[] file) {
        if (file.length > MAX_BYTES) {
            throw new FunctionCodeException(
                    CodeProblem.TOO_LARGE, "longer than " + MAX_BYTES + " bytes; strip it or split it");
        }
        return file;
    }

    /** Names of the functions it exports. */
    public SortedSet<String> functions() {
        return elf.functions();
    }

    /**
     * One of its functions.
     *
     * @throws FunctionCodeException when it does not export such a function; the message names those it does
     */
    public NativeFunction function(String symbol) {
        return new NativeFunction(this, symbol);
    }

    /**
     * Makes sure that a machine can run it.
     *
     * @param architecture as in the system property {@code os.arch}
     * @throws FunctionCodeException when it cannot
     */
    public void requireArchitecture(String architecture) {
        if (!elf.runsOn(architecture)) {
            throw new FunctionCodeException(
                    CodeProblem.WRONG_ARCHITECTURE,
                    "library " + key + " is for " + elf.machineName() + ", this node is " + architecture
                            + "; compile it for the node");
        }
    }

    /** Makes sure that the function is there. */
    public void requireFunction(String symbol) {
        if (symbol.getBytes(StandardCharsets.UTF_8).length > NativeFunction.MAX_SYMBOL_BYTES) {
            throw new FunctionCodeException(
                    CodeProblem.UNKNOWN_SYMBOL,
                    "a function name of more than " + NativeFunction.MAX_SYMBOL_BYTES + " bytes");
        }
        if (!functions().contains(symbol)) {
            throw new FunctionCodeException(
                    CodeProblem.UNKNOWN_SYMBOL,
                    "library " + key + " has no function '" + symbol + "'; it has " + describeFunctions()
                            + (isMangled(symbol) ? "; declare it extern \"C\"" : ""));
        }
    }

    /** C++ without extern "C" exports {@code _Z4echoPvjS_} for echo (Itanium C++ ABI, 5.1). */
    private boolean isMangled(String symbol) {
        String mangled = "_Z" + symbol.length() + symbol;
        return !symbol.isEmpty() && functions().stream().anyMatch(name -> name.startsWith(mangled));
    }

    private String describeFunctions() {
        SortedSet<String> functions = functions();
        if (functions.isEmpty()) {
            return "none: is everything static, or hidden?";
        }
        String listed = functions.stream().limit(LISTED_FUNCTIONS).collect(Collectors.joining(", "));
        int rest = functions.size() - LISTED_FUNCTIONS;
        return rest > 0 ? listed + " and " + rest + " more" : listed;
    }

    public FunctionKey key() {
        return key;
    }

    /** The file's content. */
    public byte[] encoded() {
        return file.clone();
    }

    /** Length of {@link #encoded}, which copies. */
    public int encodedBytes() {
        return file.length;
    }
}
