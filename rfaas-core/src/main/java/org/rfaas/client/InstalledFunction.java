package org.rfaas.client;

import org.rfaas.function.FunctionKey;

/**
 * A function that a worker can run.
 *
 * @param index its number on the executor; invocations carry it
 * @param key the code it came from
 * @param entry which function of that code; empty where it can only be one
 */
public record InstalledFunction(int index, FunctionKey key, String entry) {}
