package org.rfaas.offload.weave.emit;

import org.rfaas.offload.weave.analysis.Source;

/** Which arrays the source declares to be stable. */
@FunctionalInterface
public interface StableSources {
    /** Whether workers may keep an array until it is touched. */
    boolean isStable(Source source);
}
