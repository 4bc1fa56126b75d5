package org.rfaas.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rfaas.experiment.Checkout;
import org.rfaas.experiment.Experiment;

final class CatalogueTest {
    @Test
    void shouldHaveAFolderForEachExperimentAndNoOther() throws IOException {
        List<String> names = Catalogue.ALL.stream().map(Experiment::name).toList();
        try (Stream<Path> folders = Files.list(Checkout.script("experiments"))) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
        for (String name : names) {
            Path folder = Checkout.script("experiments").resolve(name);
            assertThat(folder.resolve("README.md")).content().startsWith("# " + name + ": ");
            assertThat(folder.resolve("run")).isExecutable().content().contains("experiment \"${folder##*/}\" ");
        }
    }
}
