package org.rfaas.executor;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rfaas.function.FunctionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Questions for code that the manager has not answered yet. Thread-safe. */
final class CodeRequests {
    private static final Logger LOG = LoggerFactory.getLogger(CodeRequests.class);
    /** Sooner or later the client ships the code itself. */
    private static final long PATIENCE_MS = 2000;

    private final Map<FunctionKey, CompletableFuture<Optional<byte[]>>> open = new ConcurrentHashMap<>();

    /** Asks and waits; empty when the manager does not have it, or does not answer. */
    Optional<byte[]> ask(FunctionKey key, Runnable question) {
        CompletableFuture<Optional<byte[]>> answer = open.computeIfAbsent(key, _ -> new CompletableFuture<>());
        try {
            question.run();
            return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("no answer about code {}", key, e);
        } finally {
            open.remove(key, answer);
        }
        return Optional.empty();
    }

    /** The manager's answer. */
    void answered(FunctionKey key, Optional<byte[]> code) {
        CompletableFuture<Optional<byte[]>> waiting = open.get(key);
        if (waiting != null) {
            waiting.complete(code);
        }
    }
}
