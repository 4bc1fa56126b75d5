package org.rfaas.experiment.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

/**
 * A drawing whose curves have coordinates of a tenth of a point: charts write their text as outlines of glyphs, which take
 * several times the room, and look no better, with all the digits that fonts have.
 */
final class RoundedDrawing extends VectorGraphics2D {
    private static final double STEPS_A_POINT = 10;

    @Override
    public void fill(Shape shape) {
        super.fill(rounded(shape));
    }

    @Override
    public void draw(Shape shape) {
        super.draw(rounded(shape));
    }

    /** Lines and rectangles have few coordinates, and stay what they are. */
    private static Shape rounded(Shape shape) {
        return shape instanceof Path2D curves ? rounded(curves) : shape;
    }

    private static Path2D rounded(Path2D curves) {
        Path2D rounded = new Path2D.Double(curves.getWindingRule());
        double[] at = new double[6];
        for (PathIterator segments = curves.getPathIterator(null); !segments.isDone(); segments.next()) {
            int type = segments.currentSegment(at);
            for (int i = 0; i < at.length; i++) {
                at[i] = Math.round(at[i] * STEPS_A_POINT) / STEPS_A_POINT;
            }
            switch (type) {
                case PathIterator.SEG_MOVETO -> rounded.moveTo(at[0], at[1]);
                case PathIterator.SEG_LINETO -> rounded.lineTo(at[0], at[1]);
                case PathIterator.SEG_QUADTO -> rounded.quadTo(at[0], at[1], at[2], at[3]);
                case PathIterator.SEG_CUBICTO -> rounded.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
                case PathIterator.SEG_CLOSE -> rounded.closePath();
                default -> throw new IllegalArgumentException("no segment of a path: " + type);
            }
        }
        return rounded;
    }
}
