package org.akkaray.concurrencygroup.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Defines several concurrency groups of the actor's class. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DefConcurrencyGroups {
  /** The groups. */
  DefConcurrencyGroup[] value();
}
