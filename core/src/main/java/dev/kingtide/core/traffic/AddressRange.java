package dev.kingtide.core.traffic;

import org.jspecify.annotations.Nullable;

/// Ranges of IP addresses in CIDR notation, such as `10.0.0.0/8` and `2001:db8::/32`.
final class AddressRange {

    private AddressRange() {}

    /// Whether the address is in the range; what is no address is in none.
    static boolean contains(String cidr, String address) {
        int slash = cidr.indexOf('/');
        byte[] network = bytes(slash < 0 ? cidr : cidr.substring(0, slash));
        byte[] tested = bytes(address);
        if (network == null || tested == null || network.length != tested.length) {
            return false;
        }
        int bits = slash < 0 ? network.length * 8 : number(cidr.substring(slash + 1), 10, 128);
        if (bits < 0 || bits > network.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >>> (i % 8);
            if ((network[i / 8] & mask) != (tested[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] bytes(String address) {
        return address.indexOf(':') < 0 ? fourBytes(address) : sixteenBytes(address);
    }

    private static byte @Nullable [] fourBytes(String address) {
        String[] parts = address.split("\\.", -1);
        byte[] bytes = new byte[4];
        for (int i = 0; i < parts.length; i++) {
            int value = number(parts[i], 10, 255);
            if (parts.length != 4 || value < 0) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static byte @Nullable [] sixteenBytes(String address) {
        int gap = address.indexOf("::");
        byte[] bytes = new byte[16];
        String head = gap < 0 ? address : address.substring(0, gap);
        String tail = gap < 0 ? "" : address.substring(gap + 2);
        int headBytes = groups(head, bytes, 0);
        byte[] end = new byte[16];
        int tailBytes = groups(tail, end, 0);
        int sum = headBytes + tailBytes;
        if (headBytes < 0 || tailBytes < 0 || (gap < 0 ? sum != 16 : sum > 14)) {
            return null;
        }
        System.arraycopy(end, 0, bytes, 16 - tailBytes, tailBytes);
        return bytes;
    }

    /// Reads groups of four hexadecimal digits, the last perhaps as an IPv4 address; returns how
    /// many bytes they are, or -1.
    private static int groups(String text, byte[] into, int at) {
        if (text.isEmpty()) {
            return 0;
        }
        int end = at;
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            byte[] four =
                    i == parts.length - 1 && parts[i].indexOf('.') > 0 ? fourBytes(parts[i]) : null;
            int value = number(parts[i], 16, 0xFFFF);
            int length = four == null ? 2 : 4;
            if ((four == null && value < 0) || end + length > 16) {
                return -1;
            }
            if (four == null) {
                into[end] = (byte) (value >> 8);
                into[end + 1] = (byte) value;
            } else {
                System.arraycopy(four, 0, into, end, 4);
            }
            end += length;
        }
        return end - at;
    }

    /// A number of digits only, or -1.
    private static int number(String digits, int radix, int maximum) {
        if (digits.isEmpty() || digits.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value <= maximum ? value : -1;
    }
}
