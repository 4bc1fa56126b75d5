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
 * @param rehearse whether to run the hot path once before a lease is awaited
 */
public record ExecutorArguments(Optional<String> fabric, Optional<Path> place, boolean rehearse) {
    private static final String FABRIC = "--fabric";
    private static final String PLACE = "--place";
    private static final String REHEARSE = "--rehearse";

    public ExecutorArguments {
        if (fabric.isEmpty() && (place.isPresent() || rehearse)) {
            throw new IllegalArgumentException(PLACE + " and " + REHEARSE + " need " + FABRIC);
        }
    }

    static ExecutorArguments parse(String[] arguments) {
        Optional<String> fabric = Optional.empty();
        Optional<Path> place = Optional.empty();
        boolean rehearse = false;
        Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals(REHEARSE)) {
                rehearse = true;
            } else if (argument.equals(FABRIC) && rest.hasNext()) {
                fabric = Optional.of(rest.next());
            } else if (argument.equals(PLACE) && rest.hasNext()) {
                place = Optional.of(Path.of(rest.next()));
            } else {
                throw new IllegalArgumentException("unknown argument " + argument + "; executors are started by their"
                        + " manager: run rfaas executor-manager");
            }
        }
        return new ExecutorArguments(fabric, place, rehearse);
    }

    /** As the command line has them. */
    public List<String> toList() {
        List<String> list = new ArrayList<>();
        fabric.ifPresent(name -> list.addAll(List.of(FABRIC, name)));
        place.ifPresent(path -> list.addAll(List.of(PLACE, path.toString())));
        if (rehearse) {
            list.add(REHEARSE);
        }
        return list;
    }

    /** Opens the fabric there, if there is a place for it. */
    Optional<Fabric> openAtPlace() {
        return place.map(path -> Fabrics.openAt(fabric.orElseThrow(), path));
    }
}
