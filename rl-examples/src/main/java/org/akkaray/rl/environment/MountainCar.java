package org.akkaray.rl.environment;

import java.util.OptionalDouble;

/**
 * A car in a valley whose engine is too weak for the hill: Moore 1990, "Efficient Memory-based
 * Learning for Robot Control", as in Gymnasium 1.4.0.
 *
 * <p>Observation: position and velocity. Action: push left (0), coast (1), push right (2). Reward
 * -1 for each step. Ends at position 0.5.
 */
final class MountainCar extends ClassicControl {
  static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "MountainCar-v0", 200, OptionalDouble.of(-110), "rock a weak car up a hill, 3 actions");

  static final double MIN_POSITION = -1.2;
  static final double MAX_POSITION = 0.6;
  static final double MAX_SPEED = 0.07;
  private static final double GOAL = 0.5;
  private static final double FORCE = 0.001;
  private static final double GRAVITY = 0.0025;

  private double position;
  private double velocity;

  MountainCar() {
    super(SPEC, valley(), new Space.Discrete(3));
  }

  /** The positions and velocities of both mountain cars. */
  static Space.Box valley() {
    return Space.Box.of(
        new float[] {(float) MIN_POSITION, (float) -MAX_SPEED},
        new float[] {(float) MAX_POSITION, (float) MAX_SPEED});
  }

  @Override
  void start(NumpyRandom random) {
    position = random.uniform(-0.6, -0.4);
    velocity = 0;
  }

  @Override
  double advance(float[] action) {
    velocity += (action[0] - 1) * FORCE + Math.cos(3 * position) * -GRAVITY;
    velocity = Math.clamp(velocity, -MAX_SPEED, MAX_SPEED);
    position = Math.clamp(position + velocity, MIN_POSITION, MAX_POSITION);
    if (position == MIN_POSITION && velocity < 0) {
      velocity = 0;
    }
    return -1;
  }

  @Override
  boolean isTerminal() {
    return position >= GOAL && velocity >= 0;
  }

  @Override
  void observe(float[] observation) {
    observation[0] = (float) position;
    observation[1] = (float) velocity;
  }

  @Override
  double[] state() {
    return new double[] {position, velocity};
  }

  @Override
  void restore(double[] state) {
    position = state[0];
    velocity = state[1];
  }
}
