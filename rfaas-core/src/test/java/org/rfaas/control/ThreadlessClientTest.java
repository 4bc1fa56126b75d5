package org.rfaas.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;

/** A client that connects again and again, on a machine that has no thread left. */
@Timeout(240)
class ThreadlessClientTest {
    private static final FabricAddress NOBODY = new FabricAddress("shm", "/dev/shm/nobody");

    @Test
    void shouldLeaveNothingOfAnAttempt() throws Exception {
        try (Fabric fabric = Fabrics.open("shm");
                Listener listener = fabric.listen("")) {
            Path folder = Path.of(listener.address().location()).resolveSibling("");
            long before = files(folder);
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> ControlClient.connect(
                            unconnectable(fabric), NOBODY, Duration.ofSeconds(10), ControlClient.Listener.none()));
            assertThat(files(folder)).as("its buffers and its queue").isEqualTo(before);
        }
    }

    private static long files(Path folder) throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    private static Fabric unconnectable(Fabric fabric) {
        return (Fabric) Proxy.newProxyInstance(
                ThreadlessClientTest.class.getClassLoader(), new Class<?>[] {Fabric.class}, (_, method, arguments) -> {
                    if (method.getName().equals("connect")) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return call(fabric, method, arguments);
                });
    }

    private static Object call(Fabric fabric, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(fabric, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
