package org.akkaray.rl.policy;

import java.util.Arrays;
import org.akkaray.rl.environment.Environment;
import org.akkaray.rl.environment.Space;

/**
 * A multi-layer perceptron with tanh between its layers; without hidden layers a linear policy.
 *
 * <p>The last layer's outputs become an action so: for {@link Space.Discrete} actions the largest
 * output wins (the first of equal ones); for a {@link Space.Box} each output goes through tanh and
 * is stretched over that dimension's bounds, or is taken as it is where a bound is infinite.
 *
 * <p>Parameters, layer after layer: the weights, one row for each output, then the biases.
 */
public final class MlpPolicy implements Policy {
  private final int[] sizes;
  private final Space actionSpace;
  private final float[] parameters;
  private final float[][] layers;

  /**
   * A policy with parameters 0.
   *
   * @param observationSpace what it sees
   * @param actionSpace what it chooses from
   * @param hidden sizes of the hidden layers, none for a linear policy
   * @throws IllegalArgumentException if a size is below 1
   */
  public MlpPolicy(Space observationSpace, Space actionSpace, int... hidden) {
    this.actionSpace = actionSpace;
    sizes = new int[hidden.length + 2];
    sizes[0] = observationSpace.size();
    for (int i = 0; i < hidden.length; i++) {
      if (hidden[i] < 1) {
        throw new IllegalArgumentException(
            "hidden layer %d: size must be at least 1, not %d".formatted(i + 1, hidden[i]));
      }
      sizes[i + 1] = hidden[i];
    }
    sizes[sizes.length - 1] =
        switch (actionSpace) {
          case Space.Discrete discrete -> discrete.n();
          case Space.Box box -> box.size();
        };
    layers = new float[sizes.length - 1][];
    int count = 0;
    for (int layer = 0; layer < layers.length; layer++) {
      layers[layer] = new float[sizes[layer + 1]];
      count += (sizes[layer] + 1) * sizes[layer + 1];
    }
    parameters = new float[count];
  }

  /** A policy for an environment, with parameters 0. */
  public static MlpPolicy of(Environment environment, int... hidden) {
    return new MlpPolicy(environment.observationSpace(), environment.actionSpace(), hidden);
  }

  /**
   * Draws new weights from the seed: normal with variance 1 / inputs (LeCun et al. 1998, "Efficient
   * BackProp"), a hundredth of that deviation in the last layer so that the first actions are
   * neutral; biases 0.
   */
  public void initialize(long seed) {
    GaussianSource source = new GaussianSource(seed);
    int at = 0;
    for (int layer = 0; layer < layers.length; layer++) {
      double deviation = 1 / Math.sqrt(sizes[layer]);
      if (layer == layers.length - 1) {
        deviation /= 100;
      }
      int weights = sizes[layer] * sizes[layer + 1];
      for (int i = 0; i < weights; i++) {
        parameters[at++] = (float) (deviation * source.next());
      }
      Arrays.fill(parameters, at, at + sizes[layer + 1], 0);
      at += sizes[layer + 1];
    }
  }

  @Override
  public int parameterCount() {
    return parameters.length;
  }

  @Override
  public float[] parameters() {
    return parameters.clone();
  }

  @Override
  public void setParameters(float[] values) {
    if (values.length != parameters.length) {
      throw new IllegalArgumentException(
          "the policy has %d parameters, not %d".formatted(parameters.length, values.length));
    }
    System.arraycopy(values, 0, parameters, 0, values.length);
  }

  @Override
  public void act(float[] observation, float[] action) {
    float[] outputs = forward(observation);
    switch (actionSpace) {
      case Space.Discrete discrete -> action[0] = largest(outputs);
      case Space.Box box -> {
        for (int i = 0; i < outputs.length; i++) {
          action[i] = stretch(outputs[i], box.low(i), box.high(i));
        }
      }
    }
  }

  private float[] forward(float[] observation) {
    float[] inputs = observation;
    int at = 0;
    for (int layer = 0; layer < layers.length; layer++) {
      float[] outputs = layers[layer];
      int bias = at + inputs.length * outputs.length;
      for (int out = 0; out < outputs.length; out++) {
        float sum = parameters[bias + out];
        for (float input : inputs) {
          sum += parameters[at++] * input;
        }
        outputs[out] = layer == layers.length - 1 ? sum : (float) Math.tanh(sum);
      }
      at = bias + outputs.length;
      inputs = outputs;
    }
    return inputs;
  }

  private static int largest(float[] outputs) {
    int best = 0;
    for (int i = 1; i < outputs.length; i++) {
      if (outputs[i] > outputs[best]) {
        best = i;
      }
    }
    return best;
  }

  private static float stretch(float output, float low, float high) {
    if (Float.isInfinite(low) || Float.isInfinite(high)) {
      return Math.clamp(output, low, high);
    }
    float middle = (low + high) / 2;
    return Math.clamp(middle + (high - low) / 2 * (float) Math.tanh(output), low, high);
  }
}
