package org.rfaas.offload.weave.analysis;

import java.lang.classfile.instruction.NewObjectInstruction;
import java.util.Set;

/**
 * The JDK's generators of random numbers that an iteration, or a method that it calls, may make for itself with a seed: what they
 * give depends on the seed and on what was drawn before, and nobody else sees them. Every form of the body makes them anew.
 */
final class Generators {
    static final String REMEDY = "make a generator in each iteration, as in new SplittableRandom(seed + i)";

    static final String PROBLEM =
            "of a generator of random numbers a loop may draw numbers, one by one, if it was made with a seed; "
                    + REMEDY;

    private static final Set<String> MADE = Set.of("java/util/SplittableRandom", "java/util/Random");

    private static final Set<String> DRAWING =
            Set.of("java/util/SplittableRandom", "java/util/Random", "java/util/random/RandomGenerator");

    private Generators() {}

    /** Whether one is made, of which the seed is not yet known. */
    static boolean isMade(NewObjectInstruction made) {
        return MADE.contains(made.className().asInternalName());
    }

    /** Whether a method is of one, or of a class that is like one. */
    static boolean isOf(MethodRef method) {
        return DRAWING.contains(method.owner()) || method.owner().equals("java/util/concurrent/ThreadLocalRandom");
    }

    /** Whether a method of one gives it a seed, or draws a number. */
    static boolean mayCall(MethodRef method) {
        return method.name().equals("<init>")
                ? MADE.contains(method.owner()) && method.descriptor().equals("(J)V")
                : DRAWING.contains(method.owner()) && method.name().startsWith("next") && method.isOfNumbers();
    }
}
