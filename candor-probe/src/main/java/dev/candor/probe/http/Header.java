package dev.candor.probe.http;

/// One header line. Names are compared without case.
/// @param value without line breaks; ISO 8859-1 on the wire
public record Header(String name, String value) {
    public Header {
        if (name.isEmpty() || name.length() > 200 || !name.chars().allMatch(Header::isTokenChar)) {
            throw new IllegalArgumentException("'" + name + "' is not a header name");
        }
        if (value.length() > 8192 || !value.chars().allMatch(c -> c >= ' ' && c < 256 && c != 127 || c == '\t')) {
            throw new IllegalArgumentException(
                    "the value of header '" + name + "' must be at most 8192 printable Latin-1 characters");
        }
    }

    /// RFC 9110, section 5.6.2.
    static boolean isTokenChar(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c < 127 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /// Without the value: it may be a secret, and specs are printed.
    @Override
    public String toString() {
        return name + ": ***";
    }
}
