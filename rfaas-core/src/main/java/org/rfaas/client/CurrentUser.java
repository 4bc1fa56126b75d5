package org.rfaas.client;

import java.util.regex.Pattern;
import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseRequest;

/** Whose process this is, as far as the JVM knows. */
final class CurrentUser {
    private static final Pattern UNUSABLE = Pattern.compile("[^A-Za-z0-9._:-]");

    private CurrentUser() {}

    /** The name, with what {@link Identifier} does not permit replaced; {@link LeaseRequest#NOBODY} when there is none. */
    static String name() {
        String name = UNUSABLE.matcher(System.getProperty("user.name", "")).replaceAll("_");
        String usable = name.length() > Identifier.MAX_LENGTH ? name.substring(0, Identifier.MAX_LENGTH) : name;
        return usable.isEmpty() || !Character.isLetterOrDigit(usable.charAt(0)) ? LeaseRequest.NOBODY : usable;
    }
}
