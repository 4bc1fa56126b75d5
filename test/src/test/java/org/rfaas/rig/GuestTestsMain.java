package org.rfaas.rig;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes where there is no build tool: {@code GuestTestsMain REPORT CLASS[#METHOD]...}. Prints what it does and writes a
 * {@link GuestTest} a line to the report. Exit code 1 if a test failed or none ran.
 */
public final class GuestTestsMain implements TestExecutionListener {
    private final List<GuestTest> tests = new ArrayList<>();
    private final ConcurrentMap<TestIdentifier, Long> started = new ConcurrentHashMap<>();
    private final PrintStream out;
    private final Path report;
    private TestPlan plan;

    private GuestTestsMain(PrintStream out, Path report) {
        this.out = out;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        GuestTestsMain listener = new GuestTestsMain(System.out, Path.of(arguments[0]));
        Launcher launcher = LauncherFactory.create();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(Arrays.stream(arguments)
                                .skip(1)
                                .map(name -> name.contains("#") ? selectMethod(name) : selectClass(name))
                                .toList())
                        .build(),
                listener);
        boolean bad = listener.tests.isEmpty() || listener.tests.stream().anyMatch(GuestTest::failed);
        System.exit(bad ? 1 : 0);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test, System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test, GuestTest.Outcome.SKIPPED, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Throwable cause = result.getThrowable().orElse(null);
        // a container that failed or was given up tells of its tests, which did not run
        if (!test.isTest() && cause == null) {
            return;
        }
        if (cause != null && result.getStatus() == TestExecutionResult.Status.FAILED) {
            cause.printStackTrace(out);
        }
        add(
                test,
                switch (result.getStatus()) {
                    case SUCCESSFUL -> GuestTest.Outcome.PASSED;
                    case ABORTED -> GuestTest.Outcome.SKIPPED;
                    case FAILED -> GuestTest.Outcome.FAILED;
                },
                cause == null ? "" : String.valueOf(cause.getMessage()));
    }

    private void add(TestIdentifier test, GuestTest.Outcome outcome, String message) {
        long sinceNs = started.getOrDefault(test, System.nanoTime());
        GuestTest result =
                new GuestTest(outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs), path(test), message);
        tests.add(result);
        out.println(result.toLine());
        try { // at once: whoever ends this process still learns what it did
            Files.writeString(report, result.toLine() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + report, e);
        }
    }

    /** Class, method and parameters: what the engine's own root is called says nothing. */
    private String path(TestIdentifier test) {
        List<String> names = new ArrayList<>();
        for (TestIdentifier at = test;
                at.getParentId().isPresent();
                at = plan.getParent(at).orElseThrow()) {
            names.addFirst(at.getDisplayName());
        }
        return String.join(" ", names);
    }
}
