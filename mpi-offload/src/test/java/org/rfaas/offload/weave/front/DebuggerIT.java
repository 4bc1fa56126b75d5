package org.rfaas.offload.weave.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.StackFrame;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A debugger that stops wherever a line is, as those of development environments do. */
final class DebuggerIT {
    /** Runs a loop as written, and then with a runtime that takes it. */
    private static final String SOURCE = """
            import org.rfaas.offload.Offload;
            import org.rfaas.offload.woven.*;
            public class Debugged implements WovenRuntime, LoopSite {
                WovenLoop loop;
                public LoopSite open(WovenLoop opened) { loop = opened; return this; }
                public void touch(Object array) {}
                public boolean wants(long trips) { return true; }
                public void runsInPlace(String reason, long trips) {}
                public void run(Object[] references, long[] scalars, long[] results, int start, int trips) {
                    loop.local().run(references, scalars, results, start, 0, trips);
                }
                public static void main(String[] arguments) {
                    fill(new double[2], 3);
                    WovenLoop.install(new Debugged());
                    fill(new double[2], 3);
                }
                static void fill(double[] y, double a) {
                    for (@Offload int i = 0; i < y.length; i++) {
                        double v = a * i;
                        y[i] = v;
                    }
                }
            }
            """;

    private static final int LINE = 20;

    @TempDir
    private Path directory;

    @Test
    void shouldStopInTheLoopAsWrittenAndInItsLocalBody() throws Exception {
        weave();
        VirtualMachine machine = launch();
        try {
            assertThat(stops(machine))
                    .containsExactly(
                            "fill i=0 v=0.0", "fill i=1 v=3.0", "fill$offload$0 i=0 v=0.0", "fill$offload$0 i=1 v=3.0");
        } finally {
            machine.process().destroyForcibly();
        }
    }

    private void weave() throws Exception {
        Path file = Files.writeString(directory.resolve("Debugged.java"), SOURCE);
        String[] arguments = {
            "-g",
            "-proc:none",
            "-d",
            directory.toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            "" + file
        };
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments))
                .isZero();
        try (DirectoryWeaver weaver = new DirectoryWeaver(directory, List.of())) {
            assertThat(weaver.weave()).isEqualTo(1);
        }
    }

    private VirtualMachine launch() throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("main").setValue("Debugged");
        String path = directory + File.pathSeparator + System.getProperty("java.class.path");
        arguments.get("options").setValue("-cp \"" + path + "\"");
        return connector.launch(arguments);
    }

    /** Runs the program to its end; where it stopped, with variables of the loop. */
    private static List<String> stops(VirtualMachine machine) throws Exception {
        List<String> stops = new ArrayList<>();
        ClassPrepareRequest prepared = machine.eventRequestManager().createClassPrepareRequest();
        prepared.addClassFilter("Debugged");
        prepared.enable();
        while (true) {
            EventSet events = machine.eventQueue().remove(60_000);
            assertThat(events).as("events of the program, after %s", stops).isNotNull();
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent one) {
                    for (Location location : one.referenceType().locationsOfLine(LINE)) {
                        machine.eventRequestManager()
                                .createBreakpointRequest(location)
                                .enable();
                    }
                } else if (event instanceof BreakpointEvent stop) {
                    stops.add(describe(stop.thread().frame(0)));
                } else if (event instanceof VMDisconnectEvent) {
                    return stops;
                }
            }
            events.resume();
        }
    }

    private static String describe(StackFrame frame) throws AbsentInformationException {
        return frame.location().method().name() + " i=" + value(frame, "i") + " v=" + value(frame, "v");
    }

    private static Object value(StackFrame frame, String variable) throws AbsentInformationException {
        return frame.getValue(frame.visibleVariableByName(variable));
    }
}
