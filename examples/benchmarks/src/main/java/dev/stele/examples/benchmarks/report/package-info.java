/**
 * What was measured, as a table, as JSON and as a chart.
 *
 * <p>Uses: the JDK only.
 */
@NullMarked
package dev.stele.examples.benchmarks.report;

import org.jspecify.annotations.NullMarked;
