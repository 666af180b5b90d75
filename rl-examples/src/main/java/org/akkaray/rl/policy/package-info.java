/**
 * Policies: functions from observations to actions with a flat vector of parameters, in plain Java.
 *
 * <p>Start at {@link org.akkaray.rl.policy.Policy}; {@link org.akkaray.rl.policy.MlpPolicy} is the
 * one there is, linear or with hidden layers. {@link org.akkaray.rl.policy.Episode} plays one.
 */
@NullMarked
package org.akkaray.rl.policy;

import org.jspecify.annotations.NullMarked;
