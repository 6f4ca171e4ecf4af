package dev.candor.probe.net;

import java.net.InetAddress;

/// A range of addresses: `10.0.0.0/8`, `fc00::/7`.
/// @param base the first address; bits after the prefix are zero
/// @param prefix 0 to 32, or to 128 for IPv6
public record Network(InetAddress base, int prefix) {
    public Network {
        int bits = base.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "the prefix of " + base.getHostAddress() + " must be 0 to " + bits + ", was /" + prefix);
        }
        byte[] masked = base.getAddress();
        for (int bit = prefix; bit < bits; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        InetAddress first = AddressText.address(masked);
        if (!first.equals(base)) {
            throw new IllegalArgumentException(base.getHostAddress() + "/" + prefix
                    + " has bits after its prefix: write " + first.getHostAddress() + "/" + prefix);
        }
    }

    /// `10.0.0.0/8`, or one address.
    /// @throws IllegalArgumentException saying what is wrong with it
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress base = AddressText.parse(address)
                .orElseThrow(() -> new IllegalArgumentException("'" + address + "' is not an address"));
        int bits = base.getAddress().length * 8;
        if (slash < 0) {
            return new Network(base, bits);
        }
        String prefix = text.substring(slash + 1);
        if (prefix.isEmpty() || prefix.length() > 3 || !prefix.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'" + text + "' needs a number from 0 to " + bits + " after the slash");
        }
        return new Network(base, Integer.parseInt(prefix));
    }

    /// Whether the address is in the range; never for the other address family.
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    /// Whether every address of `other` is in this range.
    public boolean contains(Network other) {
        return other.prefix >= prefix && contains(other.base);
    }

    boolean contains(byte[] address) {
        byte[] mine = base.getAddress();
        if (mine.length != address.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != address[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((mine[whole] ^ address[whole]) & 0xff) >> 8 - rest == 0;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
