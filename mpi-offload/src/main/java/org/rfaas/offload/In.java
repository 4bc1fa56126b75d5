package org.rfaas.offload;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * States a fact about an array that offloaded loops read: on a parameter, a local variable or a field, as in {@code
 * @In(stable = true) double[] a}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface In {
    /**
     * Whether workers may keep what they have of the array until {@link org.rfaas.offload.runtime.OffloadRuntime#touch} says
     * that it changed; changes by offloaded loops are known.
     */
    boolean stable() default false;
}
