package org.rfaas.offload.woven;

/** What loop bodies throw leaves them as it is, checked exceptions included, though nothing on the way declares these. */
public final class BodyExceptions {
    private BodyExceptions() {}

    /**
     * Throws an exception of a body.
     *
     * @return never; for a {@code throw} where the compiler wants one
     */
    public static RuntimeException rethrow(Throwable e) {
        throw BodyExceptions.<RuntimeException>same(e);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E same(Throwable e) throws E {
        throw (E) e;
    }
}
