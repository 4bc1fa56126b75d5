package org.rfaas.experiment;

import java.util.List;

/** A named line of a {@link Plot}; as many x as y. */
public record Series(String name, List<Double> x, List<Double> y) {
    public Series {
        x = List.copyOf(x);
        y = List.copyOf(y);
        if (x.size() != y.size()) {
            throw new IllegalArgumentException(x.size() + " x and " + y.size() + " y in series " + name);
        }
    }
}
