package org.rfaas.offload.kernel;

/**
 * What an array is made of, as frames name it. It is addressed in units: elements, or rows of equal length.
 *
 * @param unitBytes bytes an element, or a row
 * @param rowLength elements a row, 0 when units are elements
 */
public record ArrayForm(int unitBytes, int rowLength) {
    public ArrayForm {
        int elementBytes = rowLength == 0 ? unitBytes : unitBytes / rowLength;
        if (rowLength < 0 || elementBytes < 1 || elementBytes > Long.BYTES || unitBytes > LoopFrame.MAX_UNIT_BYTES) {
            throw new IllegalArgumentException("no array: " + unitBytes + " bytes for " + rowLength + " elements");
        }
    }

    /** Elements of a primitive type. */
    public static ArrayForm elements(int elementBytes) {
        return new ArrayForm(elementBytes, 0);
    }

    /** Rows of equal length, one after the other. */
    public static ArrayForm rows(int rowLength, int elementBytes) {
        return new ArrayForm(Math.multiplyExact(rowLength, elementBytes), rowLength);
    }
}
