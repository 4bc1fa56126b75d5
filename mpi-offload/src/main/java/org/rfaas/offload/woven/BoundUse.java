package org.rfaas.offload.woven;

import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.plan.Footprint;

/**
 * An {@link ArrayUse} with the values of one call.
 *
 * @param array number of its {@link ArrayParameter}, which is also its place in the call's references
 * @param access {@code WRITE} only if every element of the footprint is written, or every one of the columns of its rows
 * @param footprint which elements, or rows, iteration k touches, k counted from 0
 * @param length of the array: elements, or rows
 * @param rowLength elements a row, 0 when it is no array of rows
 * @param columns of a row, those that may be written; all unless {@code WRITE}
 */
public record BoundUse(int array, Access access, Footprint footprint, int length, int rowLength, Columns columns) {}
