/// Vendors' status pages followed: what they say, since when, and what we measured ourselves meanwhile.
@org.jspecify.annotations.NullMarked
package dev.candor.detect.vendor;
