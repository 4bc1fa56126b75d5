package org.rfaas.offload.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.Diagnostic;
import org.rfaas.offload.weave.front.DirectoryWeaver;

/** Weaves the class files of a module in place; fails the build when a loop is refused. Set up by Maven. */
public final class WeaveMojo extends AbstractMojo {
    private @Nullable File classesDirectory;
    private @Nullable List<String> classPath;
    private @Nullable String report;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        File directory = classesDirectory;
        List<String> path = classPath;
        if (directory == null || path == null) {
            throw new MojoExecutionException("offload:weave needs classesDirectory and classPath");
        }
        if (!Files.isDirectory(directory.toPath())) {
            getLog().info("no classes in " + directory);
            return;
        }
        try (DirectoryWeaver weaver = new DirectoryWeaver(
                directory.toPath(), path.stream().map(Path::of).toList())) {
            int loops = weaver.weave();
            writeReport(weaver);
            for (Diagnostic refusal : weaver.refusals()) {
                getLog().error(refusal.toString());
            }
            if (!weaver.refusals().isEmpty()) {
                throw new MojoFailureException(weaver.refusals().size()
                        + " annotated loops cannot be offloaded; the errors say how to mend them");
            }
            getLog().info(loops + " loops woven");
        } catch (IOException e) {
            throw new MojoExecutionException("cannot weave the classes in " + directory, e);
        }
    }

    /** Without a value Maven takes a property for {@code true}: then the report is printed. */
    private void writeReport(DirectoryWeaver weaver) throws IOException {
        if (report == null || report.equals("false")) {
            return;
        }
        if (report.equals("true")) {
            weaver.report().lines().forEach(getLog()::info);
        } else {
            weaver.keepReport(Path.of(report));
        }
    }
}
