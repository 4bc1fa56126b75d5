package org.rfaas.offload.weave.emit;

import java.util.List;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.WovenBody;

/** Which uses take their origin from another with the same stride; see {@link WovenBody#sharedOrigins}. */
final class SharedOrigins {
    private final List<ArrayUse> uses;

    SharedOrigins(List<ArrayUse> uses) {
        this.uses = uses;
    }

    /** The use whose origin stands for this one's. */
    int of(int use) {
        ArrayUse one = uses.get(use);
        int first = 0;
        while (first < use && !shares(uses.get(first), one)) {
            first++;
        }
        return first;
    }

    private static boolean shares(ArrayUse one, ArrayUse other) {
        return !one.isWhole() && !other.isWhole() && one.stride().equals(other.stride());
    }

    /** Of all uses, a character each. */
    String encoded() {
        StringBuilder encoded = new StringBuilder();
        for (int use = 0; use < uses.size(); use++) {
            encoded.append((char) of(use));
        }
        return encoded.toString();
    }
}
