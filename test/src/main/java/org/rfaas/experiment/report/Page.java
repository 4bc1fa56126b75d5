package org.rfaas.experiment.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The HTML around the sections: one file that needs no other. */
final class Page {
    private static final String BEFORE_CONTENTS = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>rFaaS for MPI: experiments</title>
            <style>
            body { font: 16px/1.5 sans-serif; color: #222; max-width: 60em; margin: 2em auto; padding: 0 1em; }
            section { border-top: 1px solid #ccc; margin-top: 3em; }
            figure, div.table { margin: 1em 0; overflow-x: auto; }
            table { border-collapse: collapse; font-size: 14px; }
            th, td { padding: 0.2em 0.8em 0.2em 0; text-align: left; border-bottom: 1px solid #e0e0e0; }
            td.number { text-align: right; font-variant-numeric: tabular-nums; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; font-size: 14px; }
            dd { margin: 0; }
            p.where { color: #666; font-size: 14px; }
            </style>
            </head>
            <body>
            <h1>rFaaS for MPI: experiments</h1>
            <p>The experiments follow M. Copik, K. Taranov, A. Calotoiu, T. Hoefler: rFaaS: Enabling High Performance
            Serverless with RDMA and Leases, IPDPS 2023. The paper's figures are from clusters with RDMA hardware;
            each section says on which machine its own were measured, and at which scale. Figures of the smoke scale mean
            nothing: it only shows that everything works.</p>
            <ul>
            """;

    /** By which a page is known. */
    private static final String HEAD = BEFORE_CONTENTS.substring(0, BEFORE_CONTENTS.indexOf("<style>"));

    private static final String AFTER_CONTENTS = "</ul>\n";

    private static final String AFTER_SECTIONS = "</body>\n</html>\n";

    private static final String BEGIN = "<svg";

    private static final Pattern LONG_FRACTION = Pattern.compile("(\\.\\d\\d)\\d+");

    private Page() {}

    /**
     * The page.
     *
     * @param contents list items that lead to the sections
     */
    static String of(String contents, String sections) {
        return BEFORE_CONTENTS + contents + AFTER_CONTENTS + sections + AFTER_SECTIONS;
    }

    /** Whether this file is such a page. */
    static boolean isIn(Path file) throws IOException {
        // byte for byte: a file of somebody else may be in any encoding
        return Files.isRegularFile(file)
                && Files.readString(file, StandardCharsets.ISO_8859_1).startsWith(HEAD);
    }

    /**
     * An SVG file's content as an element of the page: without what only a file may have before its root, and with two
     * decimals where XChart, which draws letters as outlines, writes up to seven.
     *
     * @param label what is said of it to those who cannot see it
     */
    static String element(String svgFile, String label) {
        String content =
                svgFile.substring(svgFile.indexOf(BEGIN) + BEGIN.length()).strip();
        return BEGIN + " role=\"img\" aria-label=\"" + Html.text(label) + "\" "
                + LONG_FRACTION.matcher(content).replaceAll("$1") + "\n";
    }
}
