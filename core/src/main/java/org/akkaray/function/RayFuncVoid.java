package org.akkaray.function;

/** A function without a result, of whatever number of arguments. */
public interface RayFuncVoid extends RayFunc {}
