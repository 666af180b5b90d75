/**
 * An application's own metrics: counters, gauges and histograms with tags, kept by the JVM of the
 * node that measures. Start at {@link org.akkaray.metric.Metrics}.
 */
@NullMarked
package org.akkaray.metric;

import org.jspecify.annotations.NullMarked;
