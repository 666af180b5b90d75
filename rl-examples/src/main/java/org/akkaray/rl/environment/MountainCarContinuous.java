package org.akkaray.rl.environment;

import java.util.OptionalDouble;

/**
 * The mountain car with a throttle in [-1, 1], as in Gymnasium 1.4.0.
 *
 * <p>Observation: position and velocity. Reward: 100 at the goal (position 0.45), minus a tenth of
 * the squared action, which is not clipped for that.
 *
 * <p>Gymnasium keeps the state as float32 and so computes in float32 from the second step on, with
 * two exceptions that are followed here: an action outside its bounds is replaced by a Python
 * float, and the first step starts from a float64 state.
 */
final class MountainCarContinuous extends ClassicControl {
  static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "MountainCarContinuous-v0",
          999,
          OptionalDouble.of(90),
          "rock a weak car up a hill with a throttle");

  private static final double GOAL = 0.45;
  private static final double POWER = 0.0015;
  private static final double GRAVITY = 0.0025;
  private static final double GOAL_REWARD = 100;

  private double position;
  private double velocity;
  private boolean atStart;

  MountainCarContinuous() {
    super(SPEC, MountainCar.valley(), Space.Box.symmetric(1));
  }

  @Override
  void start(NumpyRandom random) {
    position = random.uniform(-0.6, -0.4);
    velocity = 0;
    atStart = true;
  }

  @Override
  double advance(float[] action) {
    double slope = GRAVITY * Math.cos(atStart ? 3 * position : (double) (3f * (float) position));
    double push =
        Math.abs(action[0]) > 1
            ? Math.signum(action[0]) * POWER - slope
            : action[0] * (float) POWER - (float) slope;
    if (atStart) {
      move(velocity + push);
    } else {
      moveFloat((float) velocity + (float) push);
    }
    atStart = false;
    double fuel = (double) action[0] * action[0] * 0.1;
    return isTerminal() ? GOAL_REWARD - fuel : -fuel;
  }

  /** The first step, in doubles; what is kept of it are floats. */
  private void move(double wanted) {
    double limited = Math.clamp(wanted, -MountainCar.MAX_SPEED, MountainCar.MAX_SPEED);
    double moved =
        Math.clamp(position + limited, MountainCar.MIN_POSITION, MountainCar.MAX_POSITION);
    boolean atWall = moved == MountainCar.MIN_POSITION && limited < 0;
    position = (float) moved;
    velocity = atWall ? 0 : (float) limited;
  }

  private void moveFloat(float wanted) {
    float maxSpeed = (float) MountainCar.MAX_SPEED;
    float wall = (float) MountainCar.MIN_POSITION;
    float limited = Math.clamp(wanted, -maxSpeed, maxSpeed);
    float moved = Math.clamp((float) position + limited, wall, (float) MountainCar.MAX_POSITION);
    position = moved;
    velocity = moved == wall && limited < 0 ? 0 : limited;
  }

  @Override
  boolean isTerminal() {
    return position >= (float) GOAL && velocity >= 0;
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
    atStart = position != (float) position || velocity != (float) velocity;
  }
}
