package dev.candor.learn.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Markdown whose line breaks somebody replaced by spaces, made Markdown again: headings (` ## `), lists (` * `,
/// ` 1. `) and bold lead-ins start new lines. Every word is kept in its place; where the end of a heading, list or
/// quotation cannot be told, a doubt says so.
final class FlatMarkdown {
    /// @param doubts where the original could have been another, for people
    record Restored(String markdown, Set<String> doubts) {}

    private record Mark(int start, int end, char kind, String sign) {}

    private static final int LONGEST_HEADING = 90;
    private static final int FEW_WORDS = 8;
    private static final Pattern MARK =
            Pattern.compile("(?:^|(?<=\\s))(?:(?<heading>#{1,6})(?=\\s+\\S)|(?<bullet>\\*)(?=\\s+\\S)"
                    + "|(?<number>\\d{1,2})\\.(?=\\s+[\\p{Lu}`*\\[])|(?<quote>>)(?=\\s+\\S))");
    private static final Pattern LEAD_IN =
            Pattern.compile("(?:^|(?<=[.!?:)\\]] {1,3}))\\*\\*([^*]{2,100})\\*\\*(?=\\s|$)");
    /// Words that begin a sentence far more often than they stand inside a heading with a lower-case word after them.
    private static final Pattern STARTER =
            Pattern.compile("(?<=\\s)(?:A|After|All|An|As|At|Between|By|Customers|Due|During|Earlier|Following"
                    + "|For|From|If|In|It|On|Once|Our|Since|Some|The|There|These|They|This|Those|To|Unfortunately|Upon|Users|We|When|While|With)"
                    + "\\s+(?=[\\p{Ll}\\d~`\"“]|" + DateFinder.MONTH
                    + "\\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)");
    private static final Pattern SENTENCE_INSIDE = Pattern.compile("[.!?] +\\p{Lu}");

    private final String flat;
    private final int lastTwo;
    private final Set<String> doubts = new LinkedHashSet<>();
    private final StringBuilder out = new StringBuilder();
    private char lastKind = 'p';

    private FlatMarkdown(String flat) {
        this.flat = flat;
        lastTwo = flat.lastIndexOf(" 2. ");
    }

    static Restored restore(String flat) {
        var restoring = new FlatMarkdown(flat.strip().replace('\n', ' '));
        restoring.run();
        return new Restored(restoring.out.toString().strip(), restoring.doubts);
    }

    private void run() {
        List<Mark> marks = marks();
        int first = marks.isEmpty() ? flat.length() : marks.getFirst().start();
        paragraph(flat.substring(0, first));
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            boolean last = i + 1 == marks.size();
            String text = flat.substring(
                            mark.end(), last ? flat.length() : marks.get(i + 1).start())
                    .strip();
            switch (mark.kind()) {
                case '#' -> heading(mark.sign(), text, !last);
                case '>' -> {
                    doubts.add("where a quotation ends cannot be told; its words are kept as a paragraph");
                    block("\\> " + inline(text));
                }
                default -> {
                    char next = last ? ' ' : marks.get(i + 1).kind();
                    item(mark, text, next == mark.kind());
                }
            }
        }
    }

    private List<Mark> marks() {
        var marks = new ArrayList<Mark>();
        Matcher match = MARK.matcher(flat);
        int expected = 1;
        while (match.find()) {
            String sign = match.group();
            if (match.group("heading") != null && (sign.length() > 1 || startsSentence(match.start()))) {
                marks.add(new Mark(match.start(), match.end(), '#', sign));
                expected = 1;
            } else if (match.group("bullet") != null && !product(match.start(), match.end())) {
                marks.add(new Mark(match.start(), match.end(), '*', "-"));
            } else if (match.group("quote") != null && startsSentence(match.start())) {
                marks.add(new Mark(match.start(), match.end(), '>', ">"));
            } else if (match.group("number") != null) {
                int number = Integer.parseInt(match.group("number"));
                if (number == expected && (number > 1 || opensList(match.start()))) {
                    marks.add(new Mark(match.start(), match.end(), '1', number + "."));
                    expected++;
                }
            }
        }
        return marks;
    }

    /// A lone number and dot is a list only after a colon or a sentence, and when "2." follows somewhere.
    private boolean opensList(int start) {
        String before = before(start);
        boolean open = before.isEmpty() || ".:!?*".indexOf(before.charAt(before.length() - 1)) >= 0;
        return open && lastTwo > start;
    }

    private boolean startsSentence(int start) {
        String before = before(start);
        return before.isEmpty() || ".!?:)\"”".indexOf(before.charAt(before.length() - 1)) >= 0;
    }

    private boolean product(int start, int end) {
        String before = before(start);
        String after = flat.substring(end, Math.min(flat.length(), end + 4)).stripLeading();
        return !before.isEmpty()
                && !after.isEmpty()
                && Character.isDigit(before.charAt(before.length() - 1))
                && Character.isDigit(after.charAt(0));
    }

    /// The last characters before `end` without the spaces; a short look, so that hostile texts cost no more.
    private String before(int end) {
        return flat.substring(Math.max(0, end - 4), end).stripTrailing();
    }

    private void heading(String sign, String text, boolean markFollows) {
        int end = headingEnd(text, markFollows);
        if (end <= 0) {
            doubts.add("where the heading \"" + CleanText.brief(text, 40) + "\" ends cannot be told");
            block("\\" + sign + " " + inline(text));
            return;
        }
        String title = text.substring(0, end).strip().replace("**", "");
        block(sign + " " + inline(title));
        paragraph(text.substring(end));
    }

    /// How many characters of `text` are the heading; 0 when its end cannot be told.
    static int headingEnd(String text, boolean markFollows) {
        int bold = text.startsWith("**") ? text.indexOf("**", 2) : -1;
        if (bold > 0 && bold <= LONGEST_HEADING) {
            return bold + 2;
        }
        if (text.length() <= LONGEST_HEADING
                && markFollows
                && !SENTENCE_INSIDE.matcher(text).find()
                && !text.endsWith(".")) {
            return text.length();
        }
        int question = text.indexOf("? ");
        int stop = text.indexOf(". ");
        if (question > 0 && question < LONGEST_HEADING && (stop < 0 || stop > question)) {
            return question + 1;
        }
        Matcher lead = Pattern.compile("\\s\\*\\*").matcher(CleanText.cut(text, LONGEST_HEADING));
        Matcher starter = STARTER.matcher(CleanText.cut(text, LONGEST_HEADING + 30));
        int end = starter.find() ? starter.start() : 0;
        end = lead.find() && (end == 0 || lead.start() < end) ? lead.start() : end;
        boolean few = end > 0 && text.substring(0, end).strip().split("\\s+").length <= FEW_WORDS;
        return few && (stop < 0 || stop > end) ? end : 0;
    }

    private void item(Mark mark, String text, boolean sameFollows) {
        if (!sameFollows
                && (SENTENCE_INSIDE.matcher(text).find()
                        || STARTER.matcher(text).find())) {
            doubts.add("where the last item of a list ends cannot be told");
        }
        String line = mark.sign() + " " + inline(text);
        out.append(lastKind == mark.kind() ? "\n" : "\n\n").append(line);
        lastKind = mark.kind();
    }

    private void paragraph(String text) {
        int from = 0;
        Matcher lead = LEAD_IN.matcher(text);
        while (lead.find()) {
            block(inline(text.substring(from, lead.start())));
            block("**" + inline(lead.group(1).strip()) + "**");
            from = lead.end();
        }
        block(inline(text.substring(from)));
    }

    private void block(String text) {
        if (!text.isBlank()) {
            out.append("\n\n").append(text.strip());
            lastKind = 'p';
        }
    }

    /// Escaped parentheses are parentheses again, unless that would make a link; raw HTML cannot start.
    private static String inline(String text) {
        var plain = new StringBuilder(text.length());
        String one = text.strip().replaceAll(" {2,}", " ");
        for (int i = 0; i < one.length(); i++) {
            char c = one.charAt(i);
            char next = i + 1 < one.length() ? one.charAt(i + 1) : ' ';
            boolean afterBracket = i > 0 && one.charAt(i - 1) == ']';
            if (c == '\\' && (next == ')' || next == '(' && !afterBracket)) {
                plain.append(next);
                i++;
            } else if (c == '\\') {
                plain.append(c).append(next); // another escape stays one
                i++;
            } else if (c == '<' && (Character.isLetter(next) || next == '/' || next == '!' || next == '?')) {
                plain.append("\\<");
            } else {
                plain.append(c);
            }
        }
        return plain.toString().strip();
    }

    /// Plain text of a short flattened post: the escapes undone.
    static String plain(String text) {
        return text.replaceAll("\\\\([\\\\()\\[\\]_*`#.!{}+>|~-])", "$1");
    }
}
