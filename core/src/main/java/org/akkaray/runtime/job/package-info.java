/**
 * A job's code on nodes that never saw it, and drivers that run on the cluster.
 *
 * <ul>
 *   <li>The driver's side: {@link org.akkaray.runtime.job.CodePublisher} finds the driver's jars
 *       and class folders, names them by the hash of what is in them, and puts them into the {@link
 *       org.akkaray.runtime.job.CodeTable}.
 *   <li>A node's side: {@link org.akkaray.runtime.job.JobLoaders} has a class loader for each job,
 *       of jars that the {@link org.akkaray.runtime.job.CodeCache} fetched from that table.
 *   <li>{@link org.akkaray.runtime.job.JobServer} runs a jar's driver beside the head node, {@link
 *       org.akkaray.runtime.job.JobClient} asks it to.
 * </ul>
 */
@NullMarked
package org.akkaray.runtime.job;

import org.jspecify.annotations.NullMarked;
