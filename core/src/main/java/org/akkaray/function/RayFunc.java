package org.akkaray.function;

import java.io.Serializable;

/** A function that can run remotely: the root of the typed functional interfaces. */
public interface RayFunc extends Serializable {}
