/** Files and folders, for all who leave some behind or are asked to write one. */
@NullMarked
package org.rfaas.file;

import org.jspecify.annotations.NullMarked;
