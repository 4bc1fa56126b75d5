package org.rfaas.apps.harness;

/** Something that may fail because of what the user gave. */
@FunctionalInterface
public interface Step<T> {
    T run() throws InputException;
}
