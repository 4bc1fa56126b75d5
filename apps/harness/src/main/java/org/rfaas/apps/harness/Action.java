package org.rfaas.apps.harness;

/** Something without a result that may fail because of what the user gave. */
@FunctionalInterface
public interface Action {
    void run() throws InputException;
}
