package org.akkaray.gcs.tck;

import org.akkaray.gcs.database.PostgresServer;
import org.junit.runner.Description;
import org.junit.runner.Runner;
import org.junit.runner.notification.RunNotifier;
import org.scalatest.Suite;
import org.scalatestplus.junit.JUnitRunner;

/** Runs a suite where there is a PostgreSQL, and reports it as skipped where there is none. */
public final class PostgresRunner extends Runner {
  private final Runner suite;

  /** Called by JUnit. */
  public PostgresRunner(Class<? extends Suite> suite) {
    this.suite = PostgresServer.runs() ? new JUnitRunner(suite) : new Skipped(suite);
  }

  @Override
  public Description getDescription() {
    return suite.getDescription();
  }

  @Override
  public void run(RunNotifier notifier) {
    suite.run(notifier);
  }

  private static final class Skipped extends Runner {
    private final Description suite;
    private final Description test;

    Skipped(Class<?> suite) {
      this.suite = Description.createSuiteDescription(suite);
      this.test =
          Description.createTestDescription(
              suite, "no PostgreSQL: .ci/with-postgres mvn verify has one");
      this.suite.addChild(test);
    }

    @Override
    public Description getDescription() {
      return suite;
    }

    @Override
    public void run(RunNotifier notifier) {
      notifier.fireTestIgnored(test);
    }
  }
}
