package org.rfaas.apps.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.rfaas.function.FunctionBundle;

class ThumbnailFunctionTest {
    @Test
    void shouldMakeAJpegThatFitsTheBox() throws IOException {
        Picture thumbnail = Encoded.read("jpeg", ThumbnailFunction.make(SamplePicture.jpeg(400, 300, 1)));
        assertThat(thumbnail.width()).isEqualTo(ThumbnailFunction.BOX);
        assertThat(thumbnail.height()).isEqualTo(ThumbnailFunction.BOX * 3 / 4);
    }

    @Test
    void shouldRefuseADamagedPicture() {
        byte[] half = Arrays.copyOf(SamplePicture.jpeg(100, 100, 1), 1000);
        assertThatThrownBy(() -> ThumbnailFunction.make(half))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void shouldFitIntoABundle() {
        assertThat(FunctionBundle.of(ThumbnailFunction.class).classes()).containsKey(Thumbnail.class.getName());
    }
}
