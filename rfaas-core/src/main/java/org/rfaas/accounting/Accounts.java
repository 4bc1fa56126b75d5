package org.rfaas.accounting;

import java.util.List;

/**
 * Reads the ledger. Rows of running leases are there too, as old as {@code accounting.interval} at most while the ledger's
 * database can be reached. Any thread may call any method.
 */
public interface Accounts {
    /**
     * One row a lease, latest grant first.
     *
     * @throws LedgerException when the database does not answer
     */
    List<LeaseAccount> leases(AccountFilter filter);

    /**
     * One row a job, by name.
     *
     * @throws LedgerException when the database does not answer
     */
    List<AccountSum> jobs(AccountFilter filter);

    /**
     * One row a user, by name.
     *
     * @throws LedgerException when the database does not answer
     */
    List<AccountSum> users(AccountFilter filter);
}
