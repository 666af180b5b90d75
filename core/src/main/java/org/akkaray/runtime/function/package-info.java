/**
 * Functions: what a lambda or a method reference stands for, how what it captures travels by value,
 * and how it is invoked. Start at {@link org.akkaray.runtime.function.FunctionDescriptor}.
 */
@NullMarked
package org.akkaray.runtime.function;

import org.jspecify.annotations.NullMarked;
