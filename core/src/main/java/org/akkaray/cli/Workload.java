package org.akkaray.cli;

import java.util.concurrent.Callable;

/**
 * A workload that a module adds to {@code ray run}, as {@code ray run NAME [OPTION...]}.
 *
 * <p>The rules are those of {@link RaySubcommand}, but for the service file, which is {@code
 * META-INF/services/org.akkaray.cli.Workload}. A workload calls {@code Ray.init()} and {@code
 * Ray.shutdown()} itself, as any program does.
 */
public interface Workload extends Callable<Integer> {}
