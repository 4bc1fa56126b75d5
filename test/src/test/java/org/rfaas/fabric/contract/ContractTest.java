package org.rfaas.fabric.contract;

/** A part of the contract suite. */
interface ContractTest {
    Ends ends();
}
