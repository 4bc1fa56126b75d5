/**
 * Experiments: what one is, and what it finds. A subpackage holds each family of them, {@code report} turns findings into
 * files, {@code cli} is the command {@code rfaas experiment}.
 */
@NullMarked
package org.rfaas.experiment;

import org.jspecify.annotations.NullMarked;
