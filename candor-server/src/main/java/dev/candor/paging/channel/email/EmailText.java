package dev.candor.paging.channel.email;

import dev.candor.platform.outbox.Claim;

/// A mail's plain text: what is wrong, since when, what to press.
final class EmailText {
    private EmailText() {}

    static String of(Claim claim) {
        var text = new StringBuilder(claim.text("text")).append("\n\n");
        line(text, "Service:  ", claim.text("service"));
        line(text, "Severity: ", claim.text("severity"));
        line(text, "Since:    ", claim.text("started_at"));
        line(text, "Ended:    ", claim.text("ended_at"));
        line(text, "Lasted:   ", claim.text("lasted"));
        if (!claim.text("acknowledge").isEmpty()) {
            text.append("\nI have it (acknowledge): ")
                    .append(claim.text("acknowledge"))
                    .append('\n');
        }
        if (!claim.text("link").isEmpty()) {
            String label = switch (claim.text("event")) {
                case "confirm" -> "Yes, send me these mails: ";
                case "rehearsal" -> "It reached me: ";
                case "password" -> "Choose a new password: ";
                default -> "Details: ";
            };
            text.append('\n').append(label).append(claim.text("link")).append('\n');
        }
        if (!claim.text("unsubscribe").isEmpty()) {
            text.append("\n-- \nYou asked for these mails. To stop them: ")
                    .append(claim.text("unsubscribe"))
                    .append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        if (!value.isEmpty()) {
            text.append(label).append(value).append('\n');
        }
    }
}
