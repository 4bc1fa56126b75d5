package org.rfaas.executor.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of the system that any program needs: libraries, and what the dynamic linker reads. No secrets among them. */
final class SystemFiles {
    private static final List<String> READ = List.of(
            "/usr/lib",
            "/usr/lib32",
            "/usr/lib64",
            "/etc/ld.so.cache",
            "/etc/ld.so.conf",
            "/etc/ld.so.conf.d",
            "/etc/alternatives",
            "/etc/localtime");

    /** What only network providers read: RDMA drivers' names and devices, as libibverbs looks for them. */
    static final List<String> READ_FOR_NETWORK = List.of("/sys", "/etc/libibverbs.d", "/etc/hosts");

    private static final List<String> ROOT_LIBRARIES = List.of("/lib", "/lib32", "/lib64");

    private SystemFiles() {}

    /** Those that are here, with their own names. */
    static List<Path> readable() {
        List<Path> found = new ArrayList<>();
        READ.stream().map(Path::of).filter(Files::exists).forEach(found::add);
        ROOT_LIBRARIES.stream()
                .map(Path::of)
                .filter(path -> Files.isDirectory(path) && !Files.isSymbolicLink(path))
                .forEach(found::add);
        return found;
    }

    /** Links such as /lib to usr/lib, which newer systems have instead of folders. */
    static List<Path> links() {
        return ROOT_LIBRARIES.stream()
                .map(Path::of)
                .filter(Files::isSymbolicLink)
                .toList();
    }
}
