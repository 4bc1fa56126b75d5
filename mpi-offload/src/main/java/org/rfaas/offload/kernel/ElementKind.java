package org.rfaas.offload.kernel;

/** Element type of an array. */
public enum ElementKind {
    DOUBLE(LoopFrame.KIND_DOUBLES, Double.BYTES),
    INT(LoopFrame.KIND_INTS, Integer.BYTES);

    final int code;
    private final int bytes;

    ElementKind(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Bytes an element. */
    public int bytes() {
        return bytes;
    }
}
