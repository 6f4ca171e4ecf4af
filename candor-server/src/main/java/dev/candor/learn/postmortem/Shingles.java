package dev.candor.learn.postmortem;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a text consists of: every three words that follow each other, so that two texts can be compared whatever their
/// marks, line breaks and capital letters are.
///
/// @param hashes sorted, each once
public record Shingles(int words, long[] hashes) {
    /// Words that are read of a text; a longer one is compared by its beginning.
    static final int MOST_WORDS = 20_000;

    /// A shorter text says too little to be called a copy.
    static final int FEWEST_WORDS = 20;

    private static final int LENGTH = 3;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    /// Pure.
    public static Shingles of(String text) {
        var words = new long[MOST_WORDS];
        int count = 0;
        Matcher word = WORD.matcher(text);
        while (count < MOST_WORDS && word.find()) {
            words[count++] = hash(text, word.start(), word.end());
        }
        var hashes = new long[Math.max(0, count - LENGTH + 1)];
        for (int i = 0; i < hashes.length; i++) {
            long hash = 17;
            for (int k = 0; k < LENGTH; k++) {
                hash = mixed(hash * 31 + words[i + k]);
            }
            hashes[i] = hash;
        }
        return new Shingles(count, Arrays.stream(hashes).sorted().distinct().toArray());
    }

    private static long hash(String text, int from, int until) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < until; i++) {
            hash = (hash ^ Character.toLowerCase(text.charAt(i))) * 0x100000001b3L;
        }
        return hash;
    }

    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 31)) * 0x9e3779b97f4a7c15L;
        return mixed ^ (mixed >>> 29);
    }

    /// The share of what is in both of what is in either (Jaccard), 0 to 1; 0 when one of them is too short to say.
    public double similarity(Shingles other) {
        if (words < FEWEST_WORDS || other.words < FEWEST_WORDS) {
            return 0;
        }
        int both = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < hashes.length && theirs < other.hashes.length) {
            int order = Long.compare(hashes[mine], other.hashes[theirs]);
            both += order == 0 ? 1 : 0;
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }
        int either = hashes.length + other.hashes.length - both;
        return either == 0 ? 0 : (double) both / either;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shingles(int count, long[] theirs) && words == count && Arrays.equals(hashes, theirs);
    }

    @Override
    public int hashCode() {
        return 31 * words + Arrays.hashCode(hashes);
    }
}
