package org.akkaray.concurrencygroup.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says in which of its actor's concurrency groups a method runs, if its call does not say
 * otherwise.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface UseConcurrencyGroup {
  /** The group's name. */
  String name();
}
