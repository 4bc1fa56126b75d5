package org.rfaas.offload.runtime;

import org.rfaas.offload.report.LoopReport;
import org.rfaas.offload.woven.LoopSite;

/** A loop's site that counts the runs of the rank's thread. */
sealed interface ReportedSite extends LoopSite permits WovenSite, InOrderSite {
    /** What became of the loop so far. */
    LoopReport report();
}
