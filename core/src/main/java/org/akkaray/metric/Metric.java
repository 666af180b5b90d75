package org.akkaray.metric;

/** Something that is measured. Thread-safe. */
public sealed interface Metric permits Count, Gauge, Histogram {}
