/// From where it is seen: the views of several places, and what they come to.
@org.jspecify.annotations.NullMarked
package dev.candor.detect.location;
