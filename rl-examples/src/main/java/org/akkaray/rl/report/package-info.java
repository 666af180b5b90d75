/**
 * What a run leaves behind and shows: the table or progress bar on the terminal, and {@code
 * progress.csv}, {@code result.json}, {@code params.json} and a chart in a folder of its own.
 *
 * <p>Start at {@link org.akkaray.rl.report.RunReport}; {@link org.akkaray.rl.report.RunOptions} are
 * the command-line options that all workloads share.
 */
@NullMarked
package org.akkaray.rl.report;

import org.jspecify.annotations.NullMarked;
