package org.rfaas.offload.weave.front;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.WeaveResult;
import org.rfaas.offload.weave.Weaver;
import org.rfaas.offload.woven.WovenLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weaves classes when they are loaded: {@code java -javaagent:mpi-offload.jar}. A class with a refused loop runs as written,
 * with one warning a loop; there is no build to fail. What its loops write nobody sees, which runtimes are told.
 */
public final class OffloadAgent implements ClassFileTransformer {
    private static final Logger LOG = LoggerFactory.getLogger(OffloadAgent.class);

    private OffloadAgent() {}

    /** Called by the JVM before the application's main method. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new OffloadAgent());
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classBytes) {
        if (loader == null || className == null || redefined != null || !Weaver.mayConcern(classBytes)) {
            return null;
        }
        try {
            WeaveResult result = new Weaver(name -> find(loader, name)).weave(classBytes);
            result.refusals().forEach(refusal -> LOG.warn("not offloaded: {}", refusal));
            if (!result.refusals().isEmpty()) {
                runsUnwoven(className);
            }
            return result.isWoven() ? result.classBytes() : null;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("class {} runs as written, its loops could not be woven; please report this", className, e);
            runsUnwoven(className);
            return null;
        }
    }

    private static void runsUnwoven(String className) {
        WovenLoop.runsUnwoven();
        LOG.warn(
                "nobody sees what the loops of class {} write, for it runs as written: workers get stable arrays anew with"
                        + " every run; mend the loops or take @Offload from them",
                className);
    }

    private static byte @Nullable [] find(ClassLoader loader, String internalName) {
        try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null; // as good as not there; whoever needs it says so
        }
    }
}
