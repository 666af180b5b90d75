package org.akkaray.rl.environment;

import java.util.OptionalDouble;

/**
 * Two links that hang from a pivot with a motor only at the joint between them; swing the tip up
 * above one link's length: Sutton 1996, "Generalization in Reinforcement Learning: Successful
 * Examples Using Sparse Coarse Coding", with the book's equations and Runge-Kutta steps of 0.2 s,
 * as in Gymnasium 1.4.0.
 *
 * <p>Observation: cosine and sine of both angles, both angular rates. Action: torque -1 (0), 0 (1)
 * or +1 (2). Reward -1 for each step, 0 for the one that reaches the height.
 */
final class Acrobot extends ClassicControl {
  static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "Acrobot-v1", 500, OptionalDouble.of(-100), "swing up two links from the joint");

  private static final double GRAVITY = 9.8;
  private static final double TIME_STEP = 0.2;
  private static final double MAX_RATE_1 = 4 * Math.PI;
  private static final double MAX_RATE_2 = 9 * Math.PI;
  private static final int SIZE = 4;

  private final double[] state = new double[SIZE];
  private final double[] point = new double[SIZE];
  private final double[] k1 = new double[SIZE];
  private final double[] k2 = new double[SIZE];
  private final double[] k3 = new double[SIZE];
  private final double[] k4 = new double[SIZE];

  Acrobot() {
    super(
        SPEC,
        Space.Box.symmetric(1, 1, 1, 1, (float) MAX_RATE_1, (float) MAX_RATE_2),
        new Space.Discrete(3));
  }

  @Override
  void start(NumpyRandom random) {
    for (int i = 0; i < SIZE; i++) {
      state[i] = (float) random.uniform(-0.1, 0.1);
    }
  }

  @Override
  double advance(float[] action) {
    double torque = action[0] - 1;
    derivative(state, torque, k1);
    moved(TIME_STEP / 2, k1);
    derivative(point, torque, k2);
    moved(TIME_STEP / 2, k2);
    derivative(point, torque, k3);
    moved(TIME_STEP, k3);
    derivative(point, torque, k4);
    for (int i = 0; i < SIZE; i++) {
      state[i] += TIME_STEP / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
    state[0] = wrap(state[0]);
    state[1] = wrap(state[1]);
    state[2] = Math.clamp(state[2], -MAX_RATE_1, MAX_RATE_1);
    state[3] = Math.clamp(state[3], -MAX_RATE_2, MAX_RATE_2);
    return isTerminal() ? 0 : -1;
  }

  private void moved(double time, double[] slope) {
    for (int i = 0; i < SIZE; i++) {
      point[i] = state[i] + time * slope[i];
    }
  }

  /** Links of length, mass and moment of inertia 1 whose centres of mass are in their middle. */
  private static void derivative(double[] at, double torque, double[] out) {
    double theta1 = at[0];
    double theta2 = at[1];
    double rate1 = at[2];
    double rate2 = at[3];
    double cos2 = Math.cos(theta2);
    double sin2 = Math.sin(theta2);
    double d1 = 0.25 + (1 + 0.25 + cos2) + 1 + 1;
    double d2 = 0.25 + 0.5 * cos2 + 1;
    double phi2 = 0.5 * GRAVITY * Math.cos(theta1 + theta2 - Math.PI / 2);
    double phi1 =
        -0.5 * (rate2 * rate2) * sin2
            - rate2 * rate1 * sin2
            + 1.5 * GRAVITY * Math.cos(theta1 - Math.PI / 2)
            + phi2;
    double acceleration2 =
        (torque + d2 / d1 * phi1 - 0.5 * (rate1 * rate1) * sin2 - phi2) / (0.25 + 1 - d2 * d2 / d1);
    out[0] = rate1;
    out[1] = rate2;
    out[2] = -(d2 * acceleration2 + phi1) / d1;
    out[3] = acceleration2;
  }

  private static double wrap(double angle) {
    double wrapped = angle;
    while (wrapped > Math.PI) {
      wrapped -= 2 * Math.PI;
    }
    while (wrapped < -Math.PI) {
      wrapped += 2 * Math.PI;
    }
    return wrapped;
  }

  @Override
  boolean isTerminal() {
    return -Math.cos(state[0]) - Math.cos(state[1] + state[0]) > 1;
  }

  @Override
  void observe(float[] observation) {
    observation[0] = (float) Math.cos(state[0]);
    observation[1] = (float) Math.sin(state[0]);
    observation[2] = (float) Math.cos(state[1]);
    observation[3] = (float) Math.sin(state[1]);
    observation[4] = (float) state[2];
    observation[5] = (float) state[3];
  }

  @Override
  double[] state() {
    return state.clone();
  }

  @Override
  void restore(double[] values) {
    System.arraycopy(values, 0, state, 0, SIZE);
  }
}
