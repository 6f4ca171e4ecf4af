/// A page and every asset it loads.
@org.jspecify.annotations.NullMarked
package dev.candor.probe.page;
