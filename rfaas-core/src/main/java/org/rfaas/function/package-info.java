/**
 * What function authors see, on both sides of the wire: the interface a function implements and the bundle of class bytes
 * that carries it to a worker. Function code loaded on a worker sees this package and the JDK, nothing else of ours.
 */
@NullMarked
package org.rfaas.function;

import org.jspecify.annotations.NullMarked;
