package org.rfaas.offload.woven;

/** A primitive type; of array elements, where {@code boolean} does not occur, and of scalars. */
public enum ElementType {
    DOUBLE('D', Double.BYTES),
    FLOAT('F', Float.BYTES),
    LONG('J', Long.BYTES),
    INT('I', Integer.BYTES),
    SHORT('S', Short.BYTES),
    CHAR('C', Character.BYTES),
    BYTE('B', Byte.BYTES),
    BOOLEAN('Z', 1);

    private final char descriptor;
    private final int bytes;

    ElementType(char descriptor, int bytes) {
        this.descriptor = descriptor;
        this.bytes = bytes;
    }

    /** The type with a descriptor, as in a class file. */
    public static ElementType of(char descriptor) {
        for (ElementType type : values()) {
            if (type.descriptor == descriptor) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + descriptor + "' is no primitive type");
    }

    public char descriptor() {
        return descriptor;
    }

    /** Bytes an element, the same in an array and in a window. */
    public int bytes() {
        return bytes;
    }

    public boolean isFloatingPoint() {
        return this == DOUBLE || this == FLOAT;
    }
}
