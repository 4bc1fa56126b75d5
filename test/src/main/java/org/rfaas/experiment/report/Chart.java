package org.rfaas.experiment.report;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Series;

/** A {@link Plot} as SVG and as PNG, drawn by XChart without a display. */
final class Chart {
    private static final int WIDTH = 820;
    private static final int HEIGHT = 460;

    /** Y axes, as XChart numbers them. */
    private static final int LEFT = 0;

    private static final int RIGHT = 1;

    /** More points than this are a curve and need no marks. */
    private static final int MOST_MARKS = 40;

    private static final Color GRID = new Color(0xe8e8e8);

    private static final float GRID_WIDTH = 0.5f;

    /** M. Okabe and K. Ito's colours, which the colour-blind can tell apart too; grey for the eighth. */
    private static final Color[] COLOURS = {
        new Color(0x0072b2),
        new Color(0xd55e00),
        new Color(0x009e73),
        new Color(0xcc79a7),
        new Color(0xe69f00),
        new Color(0x56b4e9),
        new Color(0x000000),
        new Color(0x999999)
    };

    private final IChart chart;

    private Chart(IChart chart) {
        this.chart = chart;
    }

    static Chart of(Plot plot) {
        System.setProperty("java.awt.headless", "true");
        return new Chart(
                switch (plot) {
                    case Plot.Lines lines -> lines(lines);
                    case Plot.Bars bars -> bars(bars);
                });
    }

    void writePng(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(chart, out, "png");
        }
    }

    void writeSvg(Path file) throws IOException {
        VectorGraphics2D drawing = new RoundedDrawing();
        chart.paint(drawing, WIDTH, HEIGHT);
        try (OutputStream out = Files.newOutputStream(file)) {
            Processors.get("svg")
                    .getDocument(drawing.getCommands(), new PageSize(WIDTH, HEIGHT))
                    .writeTo(out);
        }
    }

    private static XYChart lines(Plot.Lines plot) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(plot.title())
                .xAxisTitle(plot.x().title())
                .yAxisTitle(plot.y().title())
                .build();
        style(chart.getStyler(), plot.y());
        showX(chart.getStyler(), plot);
        Extent left = Extent.ofY(plot.y(), plot.series());
        // of both y axes alike
        chart.getStyler().setYAxisLogarithmicDecadeOnly(left.isOverADecade());
        showY(chart.getStyler(), LEFT, left);
        for (Series series : plot.series()) {
            add(chart, series.name(), series, LEFT);
        }
        plot.right().ifPresent(axis -> {
            chart.setYAxisGroupTitle(RIGHT, axis.title());
            chart.getStyler().setYAxisGroupPosition(RIGHT, YAxisPosition.Right);
            showY(chart.getStyler(), RIGHT, Extent.ofY(axis, plot.rightSeries()));
        });
        for (Series series : plot.rightSeries()) {
            add(chart, series.name() + " (right)", series, RIGHT);
        }
        return chart;
    }

    private static void showX(AxesChartStyler styler, Plot.Lines plot) {
        List<Series> all = Stream.concat(plot.series().stream(), plot.rightSeries().stream())
                .toList();
        Extent extent = Extent.ofX(plot.x(), all);
        styler.setXAxisLogarithmic(plot.x().isLogarithmic());
        styler.setXAxisLogarithmicDecadeOnly(extent.isOverADecade());
        styler.setXAxisMin(extent.from());
        styler.setXAxisMax(extent.to());
    }

    private static void showY(AxesChartStyler styler, int axis, Extent extent) {
        styler.setYAxisMin(axis, extent.from());
        styler.setYAxisMax(axis, extent.to());
    }

    private static void add(XYChart chart, String name, Series series, int axis) {
        var line = chart.addSeries(name, series.x(), series.y());
        line.setYAxisGroup(axis);
        if (series.x().size() > MOST_MARKS) {
            line.setMarker(SeriesMarkers.NONE);
        }
    }

    private static CategoryChart bars(Plot.Bars plot) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(plot.title())
                .yAxisTitle(plot.y().title())
                .build();
        style(chart.getStyler(), plot.y());
        chart.getStyler().setStacked(plot.isStacked());
        for (Plot.Bar bar : plot.bars()) {
            chart.addSeries(bar.name(), plot.categories(), bar.values());
        }
        return chart;
    }

    private static void style(AxesChartStyler styler, Axis y) {
        styler.setYAxisLogarithmic(y.isLogarithmic());
        styler.setSeriesColors(COLOURS);
        styler.setDecimalPattern("#,##0.######");
        styler.setLocale(Locale.ROOT);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setPlotGridLinesColor(GRID);
        // solid: of a dashed line every dash would be a polygon in the SVG
        styler.setPlotGridLinesStroke(new BasicStroke(GRID_WIDTH));
    }
}
