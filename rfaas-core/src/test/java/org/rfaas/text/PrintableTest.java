package org.rfaas.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void shouldReplaceWhatEndsALineOrMovesTheCursor() {
        assertThat(Printable.line("a\nb\rc\u0085d\u2028e\u2029f\u001b[Ag\u009bh", " "))
                .isEqualTo("a b c d e f [Ag h");
    }

    @Test
    void shouldReplaceWhatTurnsTheDirectionOfWriting() {
        assertThat(Printable.line("a\u202eb\u2066c\u200fd", "?")).isEqualTo("a?b?c?d");
    }

    @Test
    void shouldReplaceHalvesOfCharactersAndLeaveWholeOnes() {
        assertThat(Printable.line("\ud83d \ud83d\ude00 é 漢", "?")).isEqualTo("? \ud83d\ude00 é 漢");
    }

    @Test
    void shouldLeaveLinesAndTabsWhereThereMayBeSome() {
        assertThat(Printable.lines("a\n\tb\r\u0085\u2028c\ud83d", "?")).isEqualTo("a\n\tb???c?");
    }

    @Test
    void shouldShortenWhatIsLong() {
        assertThat(Printable.excerpt("a\u001bcd", 4, "?")).isEqualTo("a?cd");
        assertThat(Printable.excerpt("a\u001bcde", 4, "?")).isEqualTo("a?cd…");
        assertThat(Printable.excerpt("ab\ud83d\ude00", 3, "?")).isEqualTo("ab?…");
    }
}
