package org.rfaas.experiment.report;

/** Text made fit for HTML. */
final class Html {
    private Html() {}

    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** An element with text in it. */
    static String element(String name, String text) {
        return "<" + name + ">" + text(text) + "</" + name + ">\n";
    }
}
