/**
 * User functions: how they are named, carried to where they run, and called. Start at {@link
 * org.akkaray.runtime.function.FunctionInvoker}, which calls one of whatever shape.
 */
@NullMarked
package org.akkaray.runtime.function;

import org.jspecify.annotations.NullMarked;
