package dev.candor.app.cli.tail;

import java.time.Duration;

/// A file that is read while the log is another one by now: whether more may still come in it. Pure.
///
/// Only time in which it was read counts: while the server takes nothing, nobody knows whether something still writes.
///
/// @param ended whether its end was reached
/// @param besideNanos how long it was read since
/// @param quietNanos how long nothing came
/// @param quietLooks at how many looks in a row nothing came
/// @param lookedNanos the latest look
/// @param last whether all was read that is waited for
record OldFile(boolean ended, long besideNanos, long quietNanos, int quietLooks, long lookedNanos, boolean last) {
    /// The open file is the log itself.
    static final OldFile NONE = new OldFile(false, 0, 0, 0, 0, false);

    /// So long, and so many looks, at the end of a file: then who wrote it has let go of it.
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final int QUIET_LOOKS = 4;

    /// So long behind its end in all, then it is left although lines still come: the log itself must not wait until it
    /// is too old to count.
    static final Duration LONGEST = Duration.ofMinutes(1);

    /// What to do with it.
    enum Next {
        READ,
        /// Nobody writes any more: also a last line without its end is read, and without one it is left.
        READ_REST,
        /// Somebody still writes, and for too long.
        LEAVE
    }

    Next next() {
        if (quietLooks >= QUIET_LOOKS && quietNanos >= QUIET.toNanos()) {
            return Next.READ_REST;
        }
        return last ? Next.LEAVE : Next.READ;
    }

    /// @param toEnd whether all that stood there was read
    /// @param empty whether there was nothing
    /// @param comesAgain whether it will be read again later: then its end is enough
    OldFile read(boolean toEnd, boolean empty, boolean comesAgain, long nanos) {
        long passed = nanos - lookedNanos;
        long beside = ended ? besideNanos + passed : 0;
        boolean enough = comesAgain || beside >= LONGEST.toNanos();
        return new OldFile(
                ended || toEnd,
                beside,
                empty && quietLooks > 0 ? quietNanos + passed : 0,
                empty ? quietLooks + 1 : 0,
                nanos,
                toEnd && enough);
    }

    /// Nothing was taken, of this log or of another. What comes behind it meanwhile is to be read before it is left;
    /// how long it was quiet when it was read stays true.
    OldFile again(long nanos) {
        return new OldFile(ended, besideNanos, quietNanos, quietLooks, nanos, false);
    }
}
