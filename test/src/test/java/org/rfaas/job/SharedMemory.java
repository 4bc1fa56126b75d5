package org.rfaas.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Folders in shared memory by who uses them: those of other jobs on the machine are none of a test's business. */
final class SharedMemory {
    private static final Pattern FOLDER = Pattern.compile("/dev/shm/rfaas-[\\w.-]+");

    private SharedMemory() {}

    /** What these processes have open or mapped, or were told of by command line or environment. */
    static Set<Path> foldersOf(Collection<ProcessHandle> processes) {
        Set<Path> folders = new TreeSet<>();
        for (ProcessHandle process : processes) {
            Path about = Path.of("/proc", String.valueOf(process.pid()));
            for (String file : new String[] {"maps", "cmdline", "environ"}) {
                addFolders(folders, content(about.resolve(file)));
            }
            addFolders(folders, openFiles(about.resolve("fd")));
        }
        return folders;
    }

    private static void addFolders(Set<Path> folders, String text) {
        for (Matcher folder = FOLDER.matcher(text); folder.find(); ) {
            folders.add(Path.of(folder.group()));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // the process has ended
        }
    }

    private static String openFiles(Path descriptors) {
        StringBuilder files = new StringBuilder();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : all) {
                files.append(target(descriptor)).append('\n');
            }
        } catch (IOException e) {
            return files.toString(); // the process has ended
        }
        return files.toString();
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
