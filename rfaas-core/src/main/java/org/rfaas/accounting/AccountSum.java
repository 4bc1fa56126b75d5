package org.rfaas.accounting;

/**
 * The bill of a job or a user: the sum over its leases.
 *
 * @param name of the job or user
 * @param leases how many, running ones included
 * @param allocatedCoreNs cores times the time they were held
 * @param cost in the unit of the configured prices
 */
public record AccountSum(String name, long leases, long allocatedCoreNs, Usage usage, double cost) {}
