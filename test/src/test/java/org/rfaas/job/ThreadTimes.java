package org.rfaas.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** CPU time of the threads of another process (proc_pid_stat(5)). */
final class ThreadTimes {
    private static final long TICK_MS = 10;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private ThreadTimes() {}

    /** Milliseconds that each thread, by number and name, uses in the next second; those that use none are left out. */
    static Map<String, Long> ofASecond(ProcessHandle process) throws InterruptedException {
        Map<String, Long> before = times(process);
        TimeUnit.SECONDS.sleep(1);
        Map<String, Long> used = new HashMap<>();
        times(process).forEach((thread, time) -> used.put(thread, time - before.getOrDefault(thread, 0L)));
        used.values().removeIf(time -> time == 0);
        return used;
    }

    private static Map<String, Long> times(ProcessHandle process) {
        Map<String, Long> times = new HashMap<>();
        try (var tasks = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            for (Path task : tasks.toList()) {
                addTime(times, task);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }

    private static void addTime(Map<String, Long> times, Path task) throws IOException {
        String stat;
        try {
            stat = Files.readString(task.resolve("stat"));
        } catch (NoSuchFileException e) {
            return; // the thread has ended meanwhile
        }
        int nameEnd = stat.lastIndexOf(')');
        List<String> fields = List.of(stat.substring(nameEnd + 2).split(" ", -1));
        long ticks = Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME));
        times.put(task.getFileName() + " " + stat.substring(stat.indexOf('(') + 1, nameEnd), ticks * TICK_MS);
    }
}
