package org.rfaas.apps.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rfaas.apps.harness.InputException;

/** Width and height on the command line, pixels. */
record Size(int width, int height) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})x(\\d{1,6})");

    /** Reads {@code WIDTHxHEIGHT}, of a picture in colour that fits an array. */
    static Size parse(String option, String text) throws InputException {
        Matcher size = FORM.matcher(text);
        if (!size.matches()) {
            throw new InputException(option + " " + text + " is not WIDTHxHEIGHT, in pixels");
        }
        int width = Integer.parseInt(size.group(1));
        int height = Integer.parseInt(size.group(2));
        if (width == 0 || height == 0) {
            throw new InputException(option + " " + text + ": a picture has at least one pixel");
        }
        if (!Picture.fits(width, height, 3)) {
            throw new InputException(option + " " + text + ": more pixels than fit an array");
        }
        return new Size(width, height);
    }
}
