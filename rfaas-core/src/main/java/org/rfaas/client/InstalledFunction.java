package org.rfaas.client;

import org.rfaas.function.FunctionKey;

/**
 * A function that a worker can run.
 *
 * @param index its number on the executor; invocations carry it
 * @param key the bundle it came from
 */
public record InstalledFunction(int index, FunctionKey key) {}
