package org.rfaas.function;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What must be known of a shared library before it is loaded: its processor and the functions it exports. Source: elf(5).
 * Every offset is checked, since the file may come from a peer.
 */
final class ElfFile {
    private static final int MAGIC = 0x7F454C46;
    private static final int HEADER_BYTES = 64;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int SHARED_OBJECT = 3;
    private static final int SECTION_BYTES = 64;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int SYMBOL_BYTES = 24;
    private static final int FUNCTION = 2;
    private static final int RESOLVED_FUNCTION = 10;
    private static final int LOCAL = 0;

    /** By {@code e_machine}; the values are names as in {@code os.arch}. */
    private static final Map<Integer, String> MACHINES =
            Map.of(62, "amd64", 183, "aarch64", 243, "riscv64", 21, "ppc64le", 258, "loongarch64");

    /** The compiler's own. */
    private static final Set<String> NOT_FUNCTIONS = Set.of("_init", "_fini");

    private final int machine;
    private final SortedSet<String> functions;

    private ElfFile(int machine, SortedSet<String> functions) {
        this.machine = machine;
        this.functions = Collections.unmodifiableSortedSet(functions);
    }

    static boolean hasMagic(byte[] file) {
        return file.length >= Integer.BYTES && ByteBuffer.wrap(file).getInt() == MAGIC;
    }

    /**
     * Reads a shared library.
     *
     * @throws FunctionCodeException when it is none
     */
    static ElfFile parse(byte[] file) {
        if (!hasMagic(file) || file.length < HEADER_BYTES) {
            throw malformed("not a shared library (no ELF header)");
        }
        if (file[4] != CLASS_64 || file[5] != LITTLE_ENDIAN) {
            throw new FunctionCodeException(
                    CodeProblem.WRONG_ARCHITECTURE, "not a library of 64 bits, little endian; compile it for the node");
        }
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int type = elf.getShort(16);
        if (type != SHARED_OBJECT) {
            throw malformed("an ELF file, but not a shared library; link it with -shared");
        }
        try {
            return new ElfFile(Short.toUnsignedInt(elf.getShort(18)), exportedFunctions(elf));
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new FunctionCodeException(CodeProblem.MALFORMED, "a truncated or damaged shared library", e);
        }
    }

    private static SortedSet<String> exportedFunctions(ByteBuffer elf) {
        int sections = Math.toIntExact(elf.getLong(40));
        int sectionBytes = Short.toUnsignedInt(elf.getShort(58));
        int count = Short.toUnsignedInt(elf.getShort(60));
        if (sections <= 0 || sectionBytes != SECTION_BYTES) {
            throw malformed("a shared library without section headers; do not strip those");
        }
        for (int i = 0; i < count; i++) {
            int header = Math.addExact(sections, i * SECTION_BYTES);
            if (elf.getInt(header + 4) == DYNAMIC_SYMBOLS) {
                int strings = Math.addExact(sections, Math.multiplyExact(elf.getInt(header + 40), SECTION_BYTES));
                return functionsOf(section(elf, header), section(elf, strings));
            }
        }
        throw malformed("a shared library without dynamic symbols");
    }

    private static ByteBuffer section(ByteBuffer elf, int header) {
        return elf.slice(Math.toIntExact(elf.getLong(header + 24)), Math.toIntExact(elf.getLong(header + 32)))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static SortedSet<String> functionsOf(ByteBuffer symbols, ByteBuffer strings) {
        SortedSet<String> names = new TreeSet<>();
        for (int at = 0; at + SYMBOL_BYTES <= symbols.limit(); at += SYMBOL_BYTES) {
            int info = symbols.get(at + 4);
            int type = info & 0xF;
            boolean defined = symbols.getShort(at + 6) != 0;
            if ((type == FUNCTION || type == RESOLVED_FUNCTION) && info >> 4 != LOCAL && defined) {
                names.add(text(strings, symbols.getInt(at)));
            }
        }
        names.removeAll(NOT_FUNCTIONS);
        return names;
    }

    private static String text(ByteBuffer strings, int from) {
        int to = from;
        while (strings.get(to) != 0) {
            to++;
        }
        byte[] name = new byte[to - from];
        strings.get(from, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private static FunctionCodeException malformed(String why) {
        return new FunctionCodeException(CodeProblem.MALFORMED, why);
    }

    SortedSet<String> functions() {
        return functions;
    }

    /** Whether machines of this {@code os.arch} can load it. */
    boolean runsOn(String architecture) {
        return machineName().equals("x86_64".equals(architecture) ? "amd64" : architecture);
    }

    String machineName() {
        return MACHINES.getOrDefault(machine, "ELF machine " + machine);
    }
}
