/** What an experiment leaves behind: CSV, plots, JSON, and its section of the HTML report. */
@NullMarked
package org.rfaas.experiment.report;

import org.jspecify.annotations.NullMarked;
