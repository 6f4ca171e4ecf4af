package dev.candor.platform.auth;

/// What is done to a resource.
public enum Action {
    /// Look at it.
    READ,
    /// Handle it in an emergency: acknowledge, resolve, pause, publish an update, rehearse.
    ACT,
    /// Change how it is configured.
    WRITE
}
