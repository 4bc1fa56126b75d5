package org.rfaas.experiment;

/** How much time and how many cores an experiment may take. */
public enum Scale {
    /** Seconds: that everything works. The figures mean little. */
    SMOKE,
    /** About a minute on two cores. */
    DEFAULT,
    /** As long as steady figures take, on as many cores as there are. */
    FULL;

    /** The value for this scale. */
    public <T> T choose(T smoke, T normal, T full) {
        return switch (this) {
            case SMOKE -> smoke;
            case DEFAULT -> normal;
            case FULL -> full;
        };
    }
}
