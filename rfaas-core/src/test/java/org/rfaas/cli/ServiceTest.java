package org.rfaas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceTest {
    private final LinkedBlockingQueue<String> closed = new LinkedBlockingQueue<>();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    @Test
    void shouldCloseTheNewestFirst() {
        try (Service service = Service.begin()) {
            service.add(part("folder"));
            service.add(part("server"));
            service.add(part("file"));
        }
        assertThat(closed).containsExactly("file", "server", "folder");
    }

    @Test
    void shouldKeepWhatEverythingStandsOnUntilNothingMoreStarts() throws InterruptedException {
        Thread toldToEnd;
        try (Service service = Service.begin()) {
            service.add(part("folder"));
            service.add(part("server"));
            toldToEnd = Thread.ofVirtual().start(service::close);
            assertThat(closed.take()).isEqualTo("server");
            // begun before the end, and writes into the folder until now
            assertThatExceptionOfType(CliException.class).isThrownBy(() -> service.add(part("accounting")));
            assertThat(closed.take()).isEqualTo("accounting");
            assertThat(closed).as("not the folder").isEmpty();
        }
        toldToEnd.join();
        assertThat(closed).containsExactly("folder");
    }

    @Test
    void shouldCloseOneByOneAlsoWhenStartingFailsMeanwhile() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        Thread toldToEnd;
        try (Service service = Service.begin()) {
            service.add(part("folder"));
            service.add(part("server"));
            service.add(() -> {
                closed.add("node begins");
                slow.await();
                closed.add("node");
            });
            toldToEnd = Thread.ofVirtual().start(service::close);
            assertThat(closed.take()).isEqualTo("node begins");
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(slow::countDown);
        }
        assertThat(closed).containsExactly("node", "server", "folder");
        toldToEnd.join();
    }

    @Test
    void shouldNotEndWhileItsStarterStillCloses() throws InterruptedException {
        LinkedBlockingQueue<Thread> toldToEnd = new LinkedBlockingQueue<>();
        try (Service service = Service.begin()) {
            service.add(() -> {
                Thread hook = Thread.ofVirtual().start(service::close);
                toldToEnd.add(hook);
                closed.add(hook.join(Duration.ofMillis(100)) ? "after the end" : "before the end");
            });
        }
        assertThat(closed).containsExactly("before the end");
        toldToEnd.take().join();
    }

    @Test
    void shouldEndAtOnceOnceItRuns() throws InterruptedException {
        LinkedBlockingQueue<Service> services = new LinkedBlockingQueue<>();
        Thread starter = Thread.ofVirtual().start(() -> {
            try (Service service = Service.begin()) {
                service.add(part("folder"));
                services.add(service);
                assertThat(service.runUntilStopped()).isZero();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        services.take().close();
        starter.join();
        assertThat(closed).containsExactly("folder");
    }
}
