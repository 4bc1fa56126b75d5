package org.rfaas.apps.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.Comparison;
import org.rfaas.apps.harness.Detail;
import org.rfaas.apps.harness.HeapSpace;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.Measurement;
import org.rfaas.apps.harness.RefusedException;
import org.rfaas.apps.harness.Report;
import org.rfaas.apps.harness.Session;

/** Filters the pictures of a folder: each rank has its own and goes through them; reading and writing is in the time. */
final class FolderRun {
    private final Session session;
    private final Filter filter;
    private final UnaryOperator<Picture> preparation;
    private final int runs;

    /**
     * A run.
     *
     * @param preparation makes of a file's picture the one that is filtered
     */
    FolderRun(Session session, Filter filter, UnaryOperator<Picture> preparation, int runs) {
        this.session = session;
        this.filter = filter;
        this.preparation = preparation;
        this.runs = runs;
    }

    Report run(Folder folder) throws RefusedException {
        int rank = session.ranks().rank();
        List<Path> own = folder.share(rank, session.ranks().size());
        Measurement<List<Integer>> measured = session.measure(() -> filterAllOrAlarm(own, folder.output()));
        Comparison comparison = session.compare(
                measured, List::equals, () -> isReference(own, measured.last().result()));
        return session.report(
                measured,
                comparison,
                true,
                List.of(Detail.of("pictures", "pictures", folder.pictures().size()), Detail.of("runs", "runs", runs)));
    }

    /** As {@link #filterAll}; the others need not go through all of theirs when this rank cannot. */
    private List<Integer> filterAllOrAlarm(List<Path> pictures, @Nullable Path output) throws InputException {
        try {
            return filterAll(pictures, output);
        } catch (InputException e) {
            session.ranks().alarm();
            throw e;
        }
    }

    /** Digests of the results. */
    private List<Integer> filterAll(List<Path> pictures, @Nullable Path output) throws InputException {
        List<Integer> digests = new ArrayList<>();
        for (Path file : pictures) {
            session.progress().show(() -> digests.size() + " of this rank's " + pictures.size() + " pictures");
            if (session.ranks().isAlarmed()) {
                // another rank ends the run: nobody looks at what is missing here
                return digests;
            }
            try {
                Picture result = filter.prepare(load(file)).make(runs, _ -> {});
                if (output != null) {
                    PictureFile.write(output.resolve(file.getFileName()), result);
                }
                digests.add(Arrays.hashCode(result.samples()));
            } catch (OutOfMemoryError e) {
                if (!HeapSpace.isLacking(e)) {
                    throw e;
                }
                throw new InputException(file + ": does not fit into memory; give ranks more with -Xmx");
            }
        }
        return digests;
    }

    /** Makes them again, without workers; the digest tells whether that is what was made before. */
    private boolean isReference(List<Path> pictures, List<Integer> digests) throws InputException {
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = load(pictures.get(i));
            Picture again = filter.prepare(picture).make();
            if (Arrays.hashCode(again.samples()) != digests.get(i)
                    || !(again.distanceTo(filter.reference(picture)) <= PictureRun.TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    private Picture load(Path file) throws InputException {
        return preparation.apply(PictureFile.read(file));
    }
}
