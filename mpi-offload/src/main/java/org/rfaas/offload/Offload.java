package org.rfaas.offload;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a loop whose iterations may run on leased workers: {@code for (@Offload int i = lo; i < hi; i++)}, or a method with
 * one outermost loop. The weaver proves that iterations are independent, has it checked at run time, or refuses with an
 * error at the loop; see docs/annotated-loops.md. Without the weaver, and without a runtime, the loop is the plain one.
 *
 * <p>While such a loop runs, no other thread may write arrays that the loop writes, not even elements that no iteration
 * assigns: what lies between those that an iteration does assign comes back with them, as it was. Threads that read such
 * arrays see old or new values.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE_USE, ElementType.METHOD})
public @interface Offload {
    /** Allows sums and products of floating-point numbers to be added up in another order. */
    boolean reassociate() default false;
}
