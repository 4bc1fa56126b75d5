package org.rfaas.client;

import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseRequest;

/** Whose process this is, as far as the JVM knows. */
final class CurrentUser {
    private CurrentUser() {}

    /** The name, with what {@link Identifier} does not permit replaced; {@link LeaseRequest#NOBODY} when there is none. */
    static String name() {
        String name = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._:-]", "_");
        String usable = name.length() > Identifier.MAX_LENGTH ? name.substring(0, Identifier.MAX_LENGTH) : name;
        return usable.isEmpty() || !Character.isLetterOrDigit(usable.charAt(0)) ? LeaseRequest.NOBODY : usable;
    }
}
