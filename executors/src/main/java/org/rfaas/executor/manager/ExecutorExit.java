package org.rfaas.executor.manager;

import org.rfaas.lease.EndReason;

/**
 * How an executor came to its end.
 *
 * @param reason {@link EndReason#RELEASED} when it said that it had finished, or {@link EndReason#LOST} when it died without a word
 * @param text what is known beyond that: exit code and last lines of its log, or empty
 */
public record ExecutorExit(EndReason reason, String text) {}
