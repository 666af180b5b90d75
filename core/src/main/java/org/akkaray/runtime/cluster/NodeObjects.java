package org.akkaray.runtime.cluster;

import org.akkaray.runtime.object.StoreReport;

/** What a node answers to the question what lies in its object store. */
record NodeObjects(StoreReport report) {}
