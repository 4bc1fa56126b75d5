package org.rfaas.experiment;

import java.io.IOException;

/**
 * One question that is answered by measuring. Everything that is compared is measured in one run; nothing is read from
 * elsewhere but the paper's figures, which {@link Findings#comparisons} name as such.
 */
public interface Experiment {
    /** Name on the command line and of its folder, lower case with dashes. */
    String name();

    /** Heading in the report. */
    String title();

    /** What is asked, in one or two sentences. */
    String question();

    /** Figure or section of the rFaaS paper that asks the same, or in what it differs from all of them. */
    String paper();

    /**
     * Looks at what the run is given, before anything of an earlier run is lost.
     *
     * @throws IOException when it cannot be used; the message names it and the reason
     */
    default void requireInput() throws IOException {}

    /**
     * Measures.
     *
     * @param progress told what begins
     * @throws IOException when a process of the experiment or a file fails
     * @throws IllegalStateException when a result is wrong, or something that was started died
     */
    Findings run(Scale scale, Progress progress) throws IOException, InterruptedException;
}
