package org.rfaas.offload.kernel;

/**
 * What an array is made of, as frames name it. It is addressed in units: elements, or rows of equal length.
 *
 * @param kind what the kernel gets, {@code LoopFrame.KIND_*}
 * @param unitBytes bytes an element, or a row
 * @param rowLength elements a row, 0 when units are elements
 */
public record ArrayForm(int kind, int unitBytes, int rowLength) {
    /** Elements of {@code double}, as a {@link DoubleSpan}. */
    public static final ArrayForm DOUBLES = new ArrayForm(LoopFrame.KIND_DOUBLES, Double.BYTES, 0);

    /** Elements of {@code int}, as an {@link IntSpan}. */
    public static final ArrayForm INTS = new ArrayForm(LoopFrame.KIND_INTS, Integer.BYTES, 0);

    public ArrayForm {
        int elementBytes = rowLength == 0 ? unitBytes : unitBytes / rowLength;
        if (rowLength < 0 || elementBytes < 1 || elementBytes > Long.BYTES || unitBytes > LoopFrame.MAX_UNIT_BYTES) {
            throw new IllegalArgumentException("no array: " + unitBytes + " bytes for " + rowLength + " elements");
        }
    }

    /** Elements of any primitive type, as bare memory. */
    public static ArrayForm elements(int elementBytes) {
        return new ArrayForm(LoopFrame.KIND_WINDOW, elementBytes, 0);
    }

    /** Rows of equal length, one after the other, as bare memory. */
    public static ArrayForm rows(int rowLength, int elementBytes) {
        return new ArrayForm(LoopFrame.KIND_WINDOW, Math.multiplyExact(rowLength, elementBytes), rowLength);
    }
}
