package org.akkaray.rl.es;

/**
 * The optimizer of Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", with their
 * default decay rates 0.9 and 0.999.
 */
final class Adam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double stepSize;
  private final double[] first;
  private final double[] second;
  private int steps;

  Adam(double stepSize, int size) {
    this.stepSize = stepSize;
    first = new double[size];
    second = new double[size];
  }

  /** Moves the parameters against the gradient. */
  void descend(double[] gradient, double[] parameters) {
    steps++;
    double firstBias = 1 - Math.pow(BETA_1, steps);
    double secondBias = 1 - Math.pow(BETA_2, steps);
    for (int i = 0; i < parameters.length; i++) {
      first[i] = BETA_1 * first[i] + (1 - BETA_1) * gradient[i];
      second[i] = BETA_2 * second[i] + (1 - BETA_2) * gradient[i] * gradient[i];
      double deviation = Math.sqrt(second[i] / secondBias);
      parameters[i] -= stepSize * (first[i] / firstBias) / (deviation + EPSILON);
    }
  }
}
