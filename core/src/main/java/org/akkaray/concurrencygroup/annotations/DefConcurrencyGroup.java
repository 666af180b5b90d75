package org.akkaray.concurrencygroup.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Defines a concurrency group of the actor's class; repeatable. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(DefConcurrencyGroups.class)
public @interface DefConcurrencyGroup {
  /** The group's name, not blank. */
  String name();

  /** How many calls run at once, at least 1. */
  int maxConcurrency();
}
