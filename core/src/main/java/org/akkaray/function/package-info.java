/**
 * The functional interfaces of what can run remotely: {@code RayFunc0} to {@code RayFunc7} with a
 * result, {@code RayFuncVoid0} to {@code RayFuncVoid7} without. All are serializable, so a method
 * reference or a lambda given where one is asked for can travel to another node. Start at {@link
 * org.akkaray.function.RayFunc}.
 */
@NullMarked
package org.akkaray.function;

import org.jspecify.annotations.NullMarked;
