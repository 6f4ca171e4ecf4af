package dev.candor.detect.vendor;

import java.util.function.Function;

/// What became of reading a page.
public sealed interface Read {
    /// It can be read.
    record Said(VendorReport report) implements Read {}

    /// It cannot be read, `because`: says nothing about the vendor, neither good nor bad.
    ///
    /// @param because goes on after "cannot be read, because"
    record Unreadable(String because) implements Read {}

    /// The report changed, or the same mishap.
    default Read then(Function<VendorReport, Read> more) {
        return this instanceof Said(VendorReport report) ? more.apply(report) : this;
    }
}
