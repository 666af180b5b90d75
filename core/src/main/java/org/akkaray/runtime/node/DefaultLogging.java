package org.akkaray.runtime.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Logback's settings for programs that have none of their own (no logback.xml): warnings, and what
 * akka-ray has to say, on standard error. Found by Logback through its service file.
 */
public final class DefaultLogging extends ContextAwareBase implements Configurator {

  /** For Logback. */
  public DefaultLogging() {}

  @Override
  public void configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("console");
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger("org.akkaray").setLevel(Level.INFO);
    // It warns of every connection that ends, with each node that leaves.
    context.getLogger("akka.stream.Materializer").setLevel(Level.ERROR);
    // It warns that a command which asks for the status is in no cluster.
    context.getLogger("akka.remote.RemoteActorRefProvider").setLevel(Level.ERROR);
    // It warns when others, who leave at the same time, do not answer any more.
    context.getLogger("akka.actor.CoordinatedShutdown").setLevel(Level.ERROR);
  }
}
