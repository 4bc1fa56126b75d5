package org.rfaas.executor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;

/**
 * How an executor is started before its lease is known.
 *
 * @param fabric provider it will serve with; empty to learn that from the assignment
 * @param place where to open it at once; empty to open it when the assignment comes
 * @param usage page to count on; empty to count for nobody
 */
public record ExecutorArguments(Optional<String> fabric, Optional<Path> place, Optional<Path> usage) {
    private static final String FABRIC = "--fabric";
    private static final String PLACE = "--place";
    private static final String USAGE = "--usage";

    public ExecutorArguments {
        if (fabric.isEmpty() && place.isPresent()) {
            throw new IllegalArgumentException(PLACE + " needs " + FABRIC);
        }
    }

    /** Everything comes with the assignment. */
    public static ExecutorArguments none() {
        return new ExecutorArguments(Optional.empty(), Optional.empty(), Optional.empty());
    }

    static ExecutorArguments parse(String[] arguments) {
        Optional<String> fabric = Optional.empty();
        Optional<Path> place = Optional.empty();
        Optional<Path> usage = Optional.empty();
        Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals(FABRIC) && rest.hasNext()) {
                fabric = Optional.of(rest.next());
            } else if (argument.equals(PLACE) && rest.hasNext()) {
                place = Optional.of(Path.of(rest.next()));
            } else if (argument.equals(USAGE) && rest.hasNext()) {
                usage = Optional.of(Path.of(rest.next()));
            } else {
                throw new IllegalArgumentException("unknown argument " + argument + "; executors are started by their"
                        + " manager: run rfaas executor-manager");
            }
        }
        return new ExecutorArguments(fabric, place, usage);
    }

    /** As the command line has them. */
    public List<String> toList() {
        List<String> list = new ArrayList<>();
        fabric.ifPresent(name -> list.addAll(List.of(FABRIC, name)));
        place.ifPresent(path -> list.addAll(List.of(PLACE, path.toString())));
        usage.ifPresent(page -> list.addAll(List.of(USAGE, page.toString())));
        return list;
    }

    /** Opens the fabric there, if there is a place for it. */
    Optional<Fabric> openAtPlace() {
        return place.map(path -> Fabrics.openAt(fabric.orElseThrow(), path));
    }
}
