package org.rfaas.apps.harness;

import org.rfaas.config.ConfigurationException;
import org.rfaas.config.RfaasConfig;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.cluster.ClusterWorkers;
import org.rfaas.offload.mpi.RankContext;
import org.rfaas.offload.runtime.OffloadRuntime;

/** Starts the offload runtime of a rank. */
@FunctionalInterface
interface Workers {
    OffloadRuntime start(OffloadMode mode);

    /**
     * Workers leased from the cluster that the environment names.
     *
     * @throws InputException when the configuration is wrong
     */
    static Workers ofCluster(RankContext rank) throws InputException {
        RfaasConfig config;
        try {
            config = RfaasConfig.fromEnvironment();
        } catch (ConfigurationException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        }
        return mode -> OffloadRuntime.start(
                OffloadOptions.of(mode, config.offload()).withPlace(rank.rank(), rank.size()),
                new ClusterWorkers(config, rank.jobId()));
    }
}
