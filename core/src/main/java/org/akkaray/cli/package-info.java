/**
 * The {@code ray} command: parses the command line and runs what modules contribute to it. Start at
 * {@link org.akkaray.cli.RayCommand}; to add a command implement {@link
 * org.akkaray.cli.RaySubcommand}, to add a workload of {@code ray run} implement {@link
 * org.akkaray.cli.Workload}.
 */
@NullMarked
package org.akkaray.cli;

import org.jspecify.annotations.NullMarked;
