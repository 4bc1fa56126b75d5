package org.rfaas.apps.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/**
 * Makes a thumbnail of a picture: the input is a JPEG file, the output a JPEG file of at most {@value #BOX} x {@value #BOX}
 * pixels, the proportions kept. Thumbnails are those of {@code image-kernels --filter thumbnail} by area.
 */
public final class ThumbnailFunction implements RemoteFunction {
    /** Pixels that a thumbnail is wide and high at most. */
    public static final int BOX = 128;

    private static final String FORMAT = "jpeg";
    private static final Thumbnail FILTER = new Thumbnail(BOX, BOX, Resampling.AREA);

    @Override
    public int invoke(Invocation invocation) throws IOException {
        byte[] file = invocation.input().asSlice(0, invocation.inputBytes()).toArray(ValueLayout.JAVA_BYTE);
        byte[] thumbnail = make(file);
        MemorySegment.copy(thumbnail, 0, invocation.output(), ValueLayout.JAVA_BYTE, 0, thumbnail.length);
        return thumbnail.length;
    }

    /**
     * The same without a worker.
     *
     * @throws IOException when the picture is damaged
     */
    public static byte[] make(byte[] jpeg) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Picture picture = Encoded.read(FORMAT, jpeg);
        RowBlock rows = RowBlock.share(FILTER.height(picture), 0, 1);
        Encoded.write(
                FORMAT, FILTER.prepare(picture, rows, UnaryOperator.identity()).make(), out);
        return out.toByteArray();
    }
}
