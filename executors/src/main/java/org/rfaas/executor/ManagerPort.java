package org.rfaas.executor;

/** What an executor that serves has to say to its manager. Any thread may call any method. */
interface ManagerPort {
    /** Code is about to be loaded that may print to standard output. */
    void libraryComes();

    /** The executor cannot go on: says why, and ends it. */
    void fail(String reason);
}
