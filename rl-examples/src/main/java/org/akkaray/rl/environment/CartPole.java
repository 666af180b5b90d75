package org.akkaray.rl.environment;

import java.util.OptionalDouble;

/**
 * A pole on a cart that is pushed left (0) or right (1) and must stay upright: Barto, Sutton,
 * Anderson 1983, "Neuronlike adaptive elements that can solve difficult learning control problems",
 * with Florian's 2007 equations, as in Gymnasium 1.4.0.
 *
 * <p>Observation: cart position (m), its speed, pole angle (rad), its rate. Reward 1 for each step,
 * the last included. Ends beyond 2.4 m or 12 degrees.
 */
final class CartPole extends ClassicControl {
  static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "CartPole-v1", 500, OptionalDouble.of(475), "balance a pole on a cart that moves");

  private static final double GRAVITY = 9.8;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = POLE_MASS + 1.0;
  private static final double HALF_LENGTH = 0.5;
  private static final double POLE_MASS_LENGTH = POLE_MASS * HALF_LENGTH;
  private static final double FORCE = 10.0;
  private static final double TIME_STEP = 0.02;
  private static final double POSITION_LIMIT = 2.4;
  private static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;

  private double position;
  private double speed;
  private double angle;
  private double rate;

  CartPole() {
    super(
        SPEC,
        Space.Box.symmetric(
            (float) (POSITION_LIMIT * 2),
            Float.POSITIVE_INFINITY,
            (float) (ANGLE_LIMIT * 2),
            Float.POSITIVE_INFINITY),
        new Space.Discrete(2));
  }

  @Override
  void start(NumpyRandom random) {
    position = random.uniform(-0.05, 0.05);
    speed = random.uniform(-0.05, 0.05);
    angle = random.uniform(-0.05, 0.05);
    rate = random.uniform(-0.05, 0.05);
  }

  @Override
  double advance(float[] action) {
    double force = action[0] == 1 ? FORCE : -FORCE;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double temp = (force + POLE_MASS_LENGTH * (rate * rate) * sin) / TOTAL_MASS;
    double angularAcceleration =
        (GRAVITY * sin - cos * temp)
            / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
    double acceleration = temp - POLE_MASS_LENGTH * angularAcceleration * cos / TOTAL_MASS;
    // Explicit Euler: positions move with the old speeds.
    position += TIME_STEP * speed;
    speed += TIME_STEP * acceleration;
    angle += TIME_STEP * rate;
    rate += TIME_STEP * angularAcceleration;
    return 1;
  }

  @Override
  boolean isTerminal() {
    return position < -POSITION_LIMIT
        || position > POSITION_LIMIT
        || angle < -ANGLE_LIMIT
        || angle > ANGLE_LIMIT;
  }

  @Override
  void observe(float[] observation) {
    observation[0] = (float) position;
    observation[1] = (float) speed;
    observation[2] = (float) angle;
    observation[3] = (float) rate;
  }

  @Override
  double[] state() {
    return new double[] {position, speed, angle, rate};
  }

  @Override
  void restore(double[] state) {
    position = state[0];
    speed = state[1];
    angle = state[2];
    rate = state[3];
  }
}
