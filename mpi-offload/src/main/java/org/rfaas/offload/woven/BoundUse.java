package org.rfaas.offload.woven;

import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Footprint;

/**
 * An {@link ArrayUse} with the values of one call.
 *
 * @param array number of its {@link ArrayParameter}, which is also its place in the call's references
 * @param access {@code WRITE} only if every element of the footprint is written
 * @param footprint which elements, or rows, iteration k touches, k counted from 0
 * @param length of the array: elements, or rows
 * @param rowLength elements a row, 0 when it is no array of rows
 */
public record BoundUse(int array, Access access, Footprint footprint, int length, int rowLength) {}
