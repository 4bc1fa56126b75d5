package org.rfaas.function;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A function as it is shipped: the class that implements {@link RemoteFunction} and every class it reaches that is not
 * part of the JDK or of this package. Encoded deterministically, so equal code has equal keys.
 *
 * <p>Encoded form, big endian: magic {@code RFB1}, main class name (modified UTF-8), class count (u16), then for each class,
 * sorted by name: name, length (u32), bytes.
 */
public final class FunctionBundle implements FunctionCode {
    /** Longest encoded bundle; more means that the function drags half an application along. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int MAGIC = 0x52464231;

    /** Found once for each class, and kept as long as it: a rank asks for each of its loops, and the classes are the same. */
    private static final ClassValue<FunctionBundle> FOUND = new ClassValue<>() {
        @Override
        protected FunctionBundle computeValue(Class<?> function) {
            return find(function);
        }
    };

    private final String mainClass;
    private final SortedMap<String, byte[]> classes;
    private final byte[] encoded;
    private final FunctionKey key;

    private FunctionBundle(String mainClass, SortedMap<String, byte[]> classes, byte[] encoded) {
        this.mainClass = mainClass;
        this.classes = Collections.unmodifiableSortedMap(classes);
        this.encoded = encoded;
        this.key = FunctionKey.of(encoded);
    }

    /**
     * Collects a function and the classes it reaches, by their constant pools; once for each function alone.
     *
     * @param also classes the function loads by name, which no constant pool mentions
     * @throws IllegalArgumentException when the class is a lambda or anonymous, its bytes cannot be found, or the bundle
     *     exceeds {@value #MAX_BYTES} bytes
     */
    public static FunctionBundle of(Class<? extends RemoteFunction> function, Class<?>... also) {
        return also.length == 0 ? FOUND.get(function) : find(function, also);
    }

    private static FunctionBundle find(Class<?> function, Class<?>... also) {
        requireNamed(function);
        ClassClosure closure = new ClassClosure(new ClassBytes(function.getClassLoader()));
        closure.add(function.getName());
        for (Class<?> extra : also) {
            requireNamed(extra);
            closure.add(extra.getName());
        }
        SortedMap<String, byte[]> classes = closure.classes();
        return new FunctionBundle(function.getName(), classes, encode(function.getName(), classes));
    }

    /**
     * This bundle with one more class, which needs nothing but the JDK and what is here.
     *
     * @param className binary name
     * @throws IllegalArgumentException when the bundle then exceeds {@value #MAX_BYTES} bytes
     */
    public FunctionBundle with(String className, byte[] classFile) {
        SortedMap<String, byte[]> more = new TreeMap<>(classes);
        more.put(className, classFile.clone());
        return new FunctionBundle(mainClass, more, encode(mainClass, more));
    }

    /**
     * Reads a bundle that came from a peer.
     *
     * @throws FunctionCodeException when it is malformed or too long
     */
    public static FunctionBundle decode(byte[] encoded) {
        if (encoded.length > MAX_BYTES) {
            throw new FunctionCodeException(
                    CodeProblem.TOO_LARGE, "a bundle of " + encoded.length + " bytes; the limit is " + MAX_BYTES);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            if (in.readInt() != MAGIC) {
                throw malformed("neither a function bundle nor a shared library");
            }
            String mainClass = in.readUTF();
            int count = in.readUnsignedShort();
            SortedMap<String, byte[]> classes = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                int length = in.readInt();
                if (length < 0 || length > in.available()) {
                    throw malformed("class " + name + " overruns the bundle");
                }
                classes.put(name, in.readNBytes(length));
            }
            if (in.available() != 0 || !classes.containsKey(mainClass)) {
                throw malformed("a bundle without its main class " + mainClass + ", or with a tail");
            }
            return new FunctionBundle(mainClass, classes, encoded.clone());
        } catch (IOException e) {
            throw new FunctionCodeException(CodeProblem.MALFORMED, "truncated function bundle", e);
        }
    }

    private static FunctionCodeException malformed(String why) {
        return new FunctionCodeException(CodeProblem.MALFORMED, why);
    }

    /** Binary name of the class that implements {@link RemoteFunction}. */
    public String mainClass() {
        return mainClass;
    }

    /** Class bytes by binary name. */
    public SortedMap<String, byte[]> classes() {
        return classes;
    }

    @Override
    public FunctionKey key() {
        return key;
    }

    @Override
    public byte[] encoded() {
        return encoded.clone();
    }

    @Override
    public int encodedBytes() {
        return encoded.length;
    }

    /** Empty: a bundle is one function. */
    @Override
    public String entry() {
        return "";
    }

    private static void requireNamed(Class<?> type) {
        if (type.isHidden() || type.isAnonymousClass() || type.isSynthetic()) {
            throw new IllegalArgumentException(
                    type.getName() + " cannot be shipped; make it a named top-level or static nested class");
        }
    }

    private static byte[] encode(String mainClass, SortedMap<String, byte[]> classes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeUTF(mainClass);
            out.writeShort(classes.size());
            for (var entry : classes.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().length);
                out.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("a byte array refused bytes", e);
        }
        if (bytes.size() > MAX_BYTES) {
            throw new IllegalArgumentException(mainClass + " reaches " + classes.size() + " classes of " + bytes.size()
                    + " bytes in all; the limit is " + MAX_BYTES + ": let the function use fewer of your classes");
        }
        return bytes.toByteArray();
    }
}
