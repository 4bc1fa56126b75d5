package org.rfaas.fabric.disni;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rfaas.fabric.FabricException;

/** DiSNI's exceptions in the words of the fabric. */
final class DisniErrors {
    /** A failure that DiSNI says nothing more of. */
    private static final int EIO = 5;

    /** How the native half ends its messages. */
    private static final Pattern ERRNO = Pattern.compile("\\(errno (\\d+)\\)$");

    /** A call of DiSNI. */
    interface Call<T> {
        T run() throws IOException;
    }

    private DisniErrors() {}

    /**
     * Runs a call.
     *
     * @param purpose what fails when the call does: "cannot listen"
     */
    static <T> T call(String purpose, Call<T> call) {
        try {
            T result = call.run();
            if (result == null) {
                throw new FabricException(purpose);
            }
            return result;
        } catch (IOException e) {
            throw new FabricException(purpose + ": " + e.getMessage(), errno(e), e);
        }
    }

    static int errno(IOException e) {
        Matcher matcher = ERRNO.matcher(String.valueOf(e.getMessage()));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : EIO;
    }
}
