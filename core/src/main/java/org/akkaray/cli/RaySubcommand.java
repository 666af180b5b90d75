package org.akkaray.cli;

import java.util.concurrent.Callable;

/**
 * A command that a module adds to {@code ray}, as {@code ray NAME [OPTION...]}.
 *
 * <p>An implementation is a public class with a public no-argument constructor, carries picocli's
 * {@code @Command(name = ..., description = ...)}, takes its options by {@code @Option} and
 * {@code @Parameters}, and is named in {@code META-INF/services/org.akkaray.cli.RaySubcommand} of
 * its module. {@code --help} is added to it by the launcher.
 *
 * <p>{@link #call()} runs on the main thread and returns the exit code of the process: 0 for
 * success. It throws {@link UsageException} for a wrong option or argument (exit code 2) and {@link
 * CommandFailedException} for a failure that one sentence explains (exit code 1); any other
 * exception is printed with its stack trace and gives exit code 1 too.
 */
public interface RaySubcommand extends Callable<Integer> {}
