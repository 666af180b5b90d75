package org.akkaray.rl.environment;

import java.util.OptionalDouble;

/**
 * A pendulum with a motor too weak to lift it at once; swing it up and hold it, as in Gymnasium
 * 1.4.0.
 *
 * <p>Observation: cosine and sine of the angle (0 is upright), angular rate (rad/s). Action: torque
 * in [-2, 2], clipped. Reward: minus the squared angle, a tenth of the squared rate and a
 * thousandth of the squared torque, of the state before the step. Never terminates; 200 steps.
 */
final class Pendulum extends ClassicControl {
  static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "Pendulum-v1", 200, OptionalDouble.empty(), "swing up a pendulum and hold it upright");

  private static final float MAX_TORQUE = 2;
  private static final double MAX_RATE = 8;
  private static final double TIME_STEP = 0.05;

  private double angle;
  private double rate;

  Pendulum() {
    super(SPEC, Space.Box.symmetric(1, 1, (float) MAX_RATE), Space.Box.symmetric(MAX_TORQUE));
  }

  @Override
  void start(NumpyRandom random) {
    angle = random.uniform(-Math.PI, Math.PI);
    rate = random.uniform(-1, 1);
  }

  /**
   * What depends on the torque alone is computed in floats, as numpy does with a float32 action.
   */
  @Override
  double advance(float[] action) {
    float torque = Math.clamp(action[0], -MAX_TORQUE, MAX_TORQUE);
    double fromUpright = normalize(angle);
    double cost = fromUpright * fromUpright + 0.1 * (rate * rate) + 0.001f * (torque * torque);
    double newRate = rate + (15.0 * Math.sin(angle) + 3f * torque) * TIME_STEP;
    rate = Math.clamp(newRate, -MAX_RATE, MAX_RATE);
    angle += rate * TIME_STEP;
    return -cost;
  }

  /** The angle in [-pi, pi): Python's {@code (x + pi) % (2 pi) - pi}. */
  static double normalize(double angle) {
    double remainder = (angle + Math.PI) % (2 * Math.PI);
    return (remainder < 0 ? remainder + 2 * Math.PI : remainder) - Math.PI;
  }

  @Override
  boolean isTerminal() {
    return false;
  }

  @Override
  void observe(float[] observation) {
    observation[0] = (float) Math.cos(angle);
    observation[1] = (float) Math.sin(angle);
    observation[2] = (float) rate;
  }

  @Override
  double[] state() {
    return new double[] {angle, rate};
  }

  @Override
  void restore(double[] state) {
    angle = state[0];
    rate = state[1];
  }
}
