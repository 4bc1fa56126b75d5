package org.rfaas.bench;

/** Round trips to another process that sends back what comes, with a payload that can be chosen. */
public interface EchoTrip extends RoundTrips.Trip, AutoCloseable {
    /** Of the trips from now on; {@link Payload} wants eight or more. */
    void payloadBytes(int bytes);

    @Override
    void close();
}
