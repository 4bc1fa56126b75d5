package org.rfaas.offload;

import java.util.Locale;
import org.rfaas.text.Decimal;

/** How much of a loop leaves the rank. */
public sealed interface OffloadMode {
    /** Nothing; no lease is sought. */
    record Off() implements OffloadMode {
        @Override
        public String toString() {
            return "off";
        }
    }

    /** What the planner finds best. */
    record Auto() implements OffloadMode {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /**
     * Always the same part, and the rank waits for workers at its start.
     *
     * @param fraction of the iterations, more than 0, at most 1
     */
    record Fixed(double fraction) implements OffloadMode {
        public Fixed {
            if (!(fraction > 0 && fraction <= 1)) {
                throw new IllegalArgumentException("offload fraction " + fraction + " is not in (0, 1]");
            }
        }

        @Override
        public String toString() {
            return Double.toString(fraction);
        }
    }

    /**
     * Reads {@code off} or {@code auto}, in capitals or not, or a fraction; 0 is {@code off}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static OffloadMode parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "off" -> new Off();
            case "auto" -> new Auto();
            default -> fraction(text);
        };
    }

    private static OffloadMode fraction(String text) {
        double fraction;
        try {
            fraction = Decimal.parse(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is neither off nor auto nor a fraction in 0..1", e);
        }
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("offload fraction " + text + " is not in 0..1");
        }
        return fraction == 0 ? new Off() : new Fixed(fraction);
    }
}
