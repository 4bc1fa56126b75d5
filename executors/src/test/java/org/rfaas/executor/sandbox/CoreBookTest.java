package org.rfaas.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoreBookTest {
    @Test
    void shouldReadListsAsTheKernelWritesThem() {
        assertThat(ProcessCores.parse("0")).containsExactly(0);
        assertThat(ProcessCores.parse("0-2,8,10-11")).containsExactly(0, 1, 2, 8, 10, 11);
    }

    @Test
    void shouldShareCoresOnlyWhenAllAreTaken() {
        CoreBook book = new CoreBook(List.of(0, 1, 2));
        assertThat(book.take(2)).containsExactly(0, 1);
        assertThat(book.take(2)).containsExactly(0, 2);
        book.giveBack(List.of(0, 1));
        assertThat(book.take(1)).containsExactly(1);
        assertThat(book.take(9)).containsExactly(0, 1, 2);
    }
}
