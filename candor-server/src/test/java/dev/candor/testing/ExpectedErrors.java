package dev.candor.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares that a test makes the product log errors. Each value is a part of a message; an error without one of them
/// still fails the test, and so does a declared error that never came.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ExpectedErrors {
    String[] value();
}
