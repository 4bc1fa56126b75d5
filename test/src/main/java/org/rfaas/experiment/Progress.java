package org.rfaas.experiment;

/** Is told what an experiment is about to do, for whoever watches. */
@FunctionalInterface
public interface Progress {
    void begins(String what);
}
