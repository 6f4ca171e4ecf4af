package dev.candor.probe.net;

/// Which addresses of a name are asked for.
public enum IpVersion {
    /// IPv4 when the name has such an address, else IPv6.
    ANY,
    V4,
    V6
}
