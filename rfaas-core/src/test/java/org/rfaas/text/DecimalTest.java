package org.rfaas.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "-.5, -0.5", "2.e+3, 2000", "1E-2, 0.01", "' 7 ', 7"})
    void shouldReadWhatEveryProgramWrites(String text, double value) {
        assertThat(Decimal.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x1p3", "0X1P3", "1.0d", "1D", "1f", "1F", "1d ", "", "ten"})
    void shouldReadNothingElse(String text) {
        assertThatThrownBy(() -> Decimal.parse(text)).isInstanceOf(NumberFormatException.class);
    }
}
