package org.rfaas.offload.weave.analysis;

import java.util.OptionalInt;
import org.rfaas.offload.woven.ElementType;

/**
 * What an operation becomes in the remote body, where captured arrays and objects do not exist. There an array or object
 * is a null reference of the same width, and a row is its number; whatever is not mentioned stays as it is.
 */
public sealed interface Rewrite {
    /** Pushes a placeholder for an array or object. */
    record Placeholder() implements Rewrite {}

    /** Pushes a captured scalar. */
    record Scalar(int scalar) implements Rewrite {}

    /** Replaces an object by a placeholder for one of its fields. */
    record Same() implements Rewrite {}

    /** Replaces an object, or an array whose length is asked, by a scalar. */
    record ScalarInstead(int scalar) implements Rewrite {}

    /** Replaces a row by its length. */
    record RowLength(int array) implements Rewrite {}

    /**
     * Replaces an array of rows and a row number by the number.
     *
     * @param rows the scalar that says how many there are, where the number may be any
     */
    record SelectRow(OptionalInt rows) implements Rewrite {}

    /** Pushes a row number from a local variable, or pops it there. */
    record RowVariable() implements Rewrite {}

    /** Reads or writes an element of a captured array. */
    record Element(int array, boolean isWrite) implements Rewrite {}

    /**
     * Copies a range of elements.
     *
     * @param source a captured array; none for one that the iteration made
     * @param target likewise
     */
    record BulkCopy(ElementType type, OptionalInt source, OptionalInt target) implements Rewrite {}

    /** Calls a copy of a method. */
    record CallCopy(MethodRef method) implements Rewrite {}
}
