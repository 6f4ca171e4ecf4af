package dev.candor.respond.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `-- candor:allow RULE why`: each of them allows one finding of the statement that begins next, in one of the five
/// lines behind it. One that allows nothing is told, too.
final class Allowances {
    private static final Pattern ALLOW = Pattern.compile("--\\s*candor:allow\\s+([a-z-]+)[ \\t]*(.*)");
    private static final int NEAR = 5;
    private static final int SHORTEST_REASON = 5;

    /// @param statement the line where the statement begins that it is for; empty when none does
    private record Allowance(String rule, String because, Lexer.Comment comment, Optional<Integer> statement) {}

    private final List<Allowance> left = new ArrayList<>();

    /// @param begins lines where statements begin
    Allowances(List<Lexer.Comment> comments, Collection<Integer> begins) {
        NavigableSet<Integer> lines = new TreeSet<>(begins);
        for (Lexer.Comment comment : comments) {
            Matcher found = ALLOW.matcher(comment.text());
            if (found.lookingAt()) {
                Optional<Integer> next =
                        Optional.ofNullable(lines.higher(comment.line())).filter(line -> line - comment.line() <= NEAR);
                left.add(new Allowance(found.group(1), found.group(2).strip(), comment, next));
            }
        }
    }

    /// The findings with those allowed that are, and what is left over.
    List<Finding> applied(String file, List<Finding> findings) {
        var applied = new ArrayList<Finding>();
        findings.forEach(finding -> applied.add(finding.refused() ? judged(finding) : finding));
        left.forEach(unused -> applied.add(unused(file, unused)));
        return applied;
    }

    private Finding judged(Finding finding) {
        for (Allowance one : left) {
            boolean meant = one.rule().equals(finding.rule())
                    && one.statement().filter(line -> line == finding.line()).isPresent();
            if (meant) {
                left.remove(one);
                return one.because().length() >= SHORTEST_REASON
                        ? finding.allowed(one.because())
                        : finding.because(finding.why() + " (It is allowed without saying why: say why.)");
            }
        }
        return finding;
    }

    private static Finding unused(String file, Allowance unused) {
        return new Finding(
                Finding.Level.ADVICE,
                file,
                unused.comment().line(),
                "unused-allow",
                "",
                Lock.NONE,
                unused.comment().text().strip(),
                "It allows nothing: one of these comments is for one finding of the statement that begins next, within "
                        + NEAR + " lines.",
                List.of("-- take it away, or put it before the statement it is for"));
    }
}
