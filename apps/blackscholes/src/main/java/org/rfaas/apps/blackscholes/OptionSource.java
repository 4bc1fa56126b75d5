package org.rfaas.apps.blackscholes;

import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/** Where options come from, one after the other; they may be asked for again. */
interface OptionSource {
    /** How many there are. */
    int count() throws InputException;

    /** Hands over those of the block, in order. */
    void read(RowBlock block, Sink sink) throws InputException;

    /** Where one of all options stands, for people; the first has number 0. */
    String place(long number) throws InputException;

    /** Takes options. */
    @FunctionalInterface
    interface Sink {
        /**
         * The next one.
         *
         * @param index its place in the block, from 0
         */
        void accept(int index, EuropeanOption option) throws InputException;
    }
}
