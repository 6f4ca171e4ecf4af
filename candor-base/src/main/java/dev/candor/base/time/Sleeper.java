package dev.candor.base.time;

import java.time.Duration;

/// The only way to wait. In the simulated world waiting advances nothing but simulated time.
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
