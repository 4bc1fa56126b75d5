package org.rfaas.offload.woven;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;
import org.rfaas.offload.plan.Access;

/** A {@link LoopDescriptor} as constants of a class file: Base64 in strings short enough for the constant pool. */
public final class DescriptorCodec {
    /** Changes with the form, so that classes woven by another version are told from damaged ones. */
    private static final int VERSION = 5;

    /** Characters a string; a class file's limit is 65535 bytes. */
    private static final int MAX_CHARACTERS = 60_000;

    private DescriptorCodec() {}

    public static List<String> encode(LoopDescriptor loop) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(loop, out);
        } catch (IOException e) {
            throw new IllegalStateException("a byte array refused bytes", e);
        }
        String text = Base64.getEncoder().encodeToString(bytes.toByteArray());
        List<String> strings = new ArrayList<>();
        for (int from = 0; from < text.length(); from += MAX_CHARACTERS) {
            strings.add(text.substring(from, Math.min(text.length(), from + MAX_CHARACTERS)));
        }
        return strings;
    }

    /**
     * Reads what {@link #encode} made.
     *
     * @throws IllegalArgumentException when another version made it
     */
    public static LoopDescriptor decode(String... strings) {
        byte[] bytes = Base64.getDecoder().decode(String.join("", strings));
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "the class was woven in form " + version + ", this runtime reads form " + VERSION
                                + "; compile it again with this version of mpi-offload");
            }
            return read(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("truncated description of a woven loop", e);
        }
    }

    private static void write(LoopDescriptor loop, DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        out.writeUTF(loop.name());
        out.writeUTF(loop.variable());
        out.writeInt(loop.step());
        out.writeBoolean(loop.isDescending());
        out.writeUTF(loop.verdict().name());
        writeAll(loop.arrays(), out, array -> {
            out.writeUTF(array.name());
            out.writeChar(array.type().descriptor());
            out.writeBoolean(array.isRows());
            out.writeBoolean(array.isStable());
        });
        writeAll(loop.scalars(), out, scalar -> {
            out.writeUTF(scalar.name());
            out.writeChar(scalar.type().descriptor());
        });
        writeAll(loop.inners(), out, inner -> {
            out.writeUTF(inner.name());
            write(inner.extent(), out);
            out.writeInt(inner.step());
            out.writeBoolean(inner.isCopy());
        });
        writeAll(loop.uses(), out, use -> {
            out.writeShort(use.array());
            out.writeUTF(use.access().name());
            out.writeBoolean(use.isWhole());
            write(use.stride(), out);
            writeAll(use.offsets(), out, offset -> write(offset, out));
            writeAll(use.columns(), out, column -> write(column, out));
        });
        writeAll(loop.reductions(), out, reduction -> {
            out.writeUTF(reduction.name());
            out.writeUTF(reduction.operator().name());
            out.writeChar(reduction.type().descriptor());
        });
        writeAll(loop.fitInt(), out, value -> write(value, out));
        out.writeUTF(loop.kernel().className());
        out.writeInt(loop.kernel().classBytes().length);
        out.write(loop.kernel().classBytes());
        writeAll(loop.kernel().copied().methods(), out, method -> {
            out.writeUTF(method.owner());
            out.writeUTF(method.name());
            out.writeUTF(method.descriptor());
            out.writeLong(method.digest());
        });
        writeAll(loop.kernel().copied().stableFields(), out, field -> {
            out.writeUTF(field.owner());
            out.writeUTF(field.name());
        });
        writeAll(loop.kernel().copied().files(), out, file -> {
            out.writeUTF(file.className());
            out.writeLong(file.digest());
        });
    }

    private static LoopDescriptor read(DataInputStream in) throws IOException {
        return new LoopDescriptor(
                in.readUTF(),
                in.readUTF(),
                in.readInt(),
                in.readBoolean(),
                Verdict.valueOf(in.readUTF()),
                readAll(in, () -> new ArrayParameter(in.readUTF(), readType(in), in.readBoolean(), in.readBoolean())),
                readAll(in, () -> new ScalarParameter(in.readUTF(), readType(in))),
                readAll(in, () -> new InnerVariable(in.readUTF(), readPolynomial(in), in.readInt(), in.readBoolean())),
                readAll(
                        in,
                        () -> new ArrayUse(
                                in.readShort(),
                                Access.valueOf(in.readUTF()),
                                in.readBoolean(),
                                readPolynomial(in),
                                readAll(in, () -> readPolynomial(in)),
                                readAll(in, () -> readPolynomial(in)))),
                readAll(in, () -> new Reduction(in.readUTF(), ReductionOperator.valueOf(in.readUTF()), readType(in))),
                readAll(in, () -> readPolynomial(in)),
                new KernelCode(in.readUTF(), in.readNBytes(in.readInt()), readCopied(in)));
    }

    private static CopiedCode readCopied(DataInputStream in) throws IOException {
        return new CopiedCode(
                readAll(in, () -> new CopiedMethod(in.readUTF(), in.readUTF(), in.readUTF(), in.readLong())),
                readAll(in, () -> new StableField(in.readUTF(), in.readUTF())),
                readAll(in, () -> new ClassFileDigest(in.readUTF(), in.readLong())));
    }

    private static void write(Polynomial value, DataOutputStream out) throws IOException {
        Map<List<Symbol>, Long> terms = value.terms();
        out.writeShort(terms.size());
        for (Map.Entry<List<Symbol>, Long> term : terms.entrySet()) {
            out.writeLong(term.getValue());
            writeAll(term.getKey(), out, symbol -> {
                out.writeUTF(symbol.kind().name());
                out.writeShort(symbol.number());
            });
        }
    }

    private static Polynomial readPolynomial(DataInputStream in) throws IOException {
        Polynomial sum = Polynomial.ZERO;
        int terms = in.readUnsignedShort();
        for (int i = 0; i < terms; i++) {
            long coefficient = in.readLong();
            sum = sum.plus(Polynomial.term(
                    coefficient,
                    readAll(in, () -> new Symbol(Symbol.Kind.valueOf(in.readUTF()), in.readUnsignedShort()))));
        }
        return sum;
    }

    private static ElementType readType(DataInputStream in) throws IOException {
        return ElementType.of(in.readChar());
    }

    private interface Writer<T> {
        void write(T value) throws IOException;
    }

    private interface Reader<T> {
        T read() throws IOException;
    }

    private static <T> void writeAll(List<T> values, DataOutputStream out, Writer<T> writer) throws IOException {
        out.writeShort(values.size());
        for (T value : values) {
            writer.write(value);
        }
    }

    private static <T> List<T> readAll(DataInputStream in, Reader<T> reader) throws IOException {
        int size = in.readUnsignedShort();
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(reader.read());
        }
        return values;
    }
}
