package dev.candor.probe.http;

/// The protocol spoken.
public enum HttpVersion {
    HTTP_1_1
}
