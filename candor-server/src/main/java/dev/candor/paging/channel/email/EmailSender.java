package dev.candor.paging.channel.email;

import dev.candor.platform.auth.Hashes;
import dev.candor.platform.outbox.Claim;
import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.outbox.Sender;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// Sends mails. The Message-ID is made of the outbox key, so a repeat after a crash is recognised as the same mail;
/// all mails about one subject refer to the same thread.
public final class EmailSender implements Sender {
    private static final String TIMEOUT = "10000";

    private final Optional<SmtpSettings> settings;
    private final InstantSource clock;

    /// @param settings empty when no mail server is configured: every mail is then a dead letter that says so
    public EmailSender(Optional<SmtpSettings> settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean hasOneProvider() {
        return true; // the mail server
    }

    @Override
    public SendResult send(Claim claim) {
        if (settings.isEmpty()) {
            return new SendResult.NeverWorks("No mail server is configured.", "Set smtp in the settings file.");
        }
        SmtpSettings smtp = settings.get();
        try {
            Session session = Session.getInstance(properties(smtp));
            MimeMessage mail = mail(session, smtp, claim);
            try (Transport transport = session.getTransport()) {
                connect(transport, smtp);
                transport.sendMessage(mail, mail.getAllRecipients());
            }
            return new SendResult.Accepted(mail.getMessageID());
        } catch (MessagingException failure) {
            return judge(failure);
        }
    }

    /// Why no mail could leave now: greets the server, encrypts, logs in and names the sender as for a mail, and sends
    /// none. Empty when it could. Blocks for some ten seconds at most per step.
    public static Optional<String> objection(SmtpSettings smtp) {
        try {
            String from = new InternetAddress(smtp.from(), true).getAddress();
            Session session = Session.getInstance(properties(smtp));
            try (Transport transport = session.getTransport()) {
                connect(transport, smtp);
                // Asks with NOOP: some servers greet and then refuse to go on.
                return transport.isConnected()
                        ? refusal(transport, from)
                        : Optional.of("it hung up after the greeting");
            }
        } catch (AuthenticationFailedException refused) {
            return Optional.of("it refused our login: " + words(refused));
        } catch (MessagingException failure) {
            return Optional.of(words(failure));
        }
    }

    /// What it says to a mail from us; the mail is taken back at once (RFC 5321, section 4.1.1.5).
    private static Optional<String> refusal(Transport transport, String from) throws MessagingException {
        if (!(transport instanceof SMTPTransport server)) {
            return Optional.empty();
        }
        int code = server.simpleCommand("MAIL FROM:<" + from + ">");
        if (code < 0) {
            return Optional.of("it hung up when we named " + from + " as the sender");
        }
        if (code / 100 != 2) {
            return Optional.of("it takes no mail from " + from + ": "
                    + server.getLastServerResponse().strip());
        }
        server.simpleCommand("RSET");
        return Optional.empty();
    }

    private static void connect(Transport transport, SmtpSettings smtp) throws MessagingException {
        transport.connect(
                smtp.host(),
                smtp.port(),
                smtp.user().isEmpty() ? null : smtp.user(),
                smtp.user().isEmpty() ? null : smtp.password());
    }

    private static Properties properties(SmtpSettings smtp) {
        var properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT);
        properties.setProperty("mail.smtp.timeout", TIMEOUT);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT);
        properties.setProperty("mail.smtp.auth", Boolean.toString(!smtp.user().isEmpty()));
        properties.setProperty(
                "mail.smtp.ssl.enable", Boolean.toString(smtp.encryption().equals("tls")));
        properties.setProperty(
                "mail.smtp.starttls.enable", Boolean.toString(smtp.encryption().equals("starttls")));
        properties.setProperty(
                "mail.smtp.starttls.required",
                Boolean.toString(smtp.encryption().equals("starttls")));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        return properties;
    }

    private MimeMessage mail(Session session, SmtpSettings smtp, Claim claim) throws MessagingException {
        String id = "<" + Hashes.sha256(claim.key()).substring(0, 32) + "@candor>";
        MimeMessage mail = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        mail.setFrom(new InternetAddress(smtp.from()));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(claim.text("address"), true));
        mail.setSubject(oneLine(claim.text("title")), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(clock.instant()));
        String thread = "<" + Hashes.sha256(claim.subject()).substring(0, 32) + "@candor.thread>";
        mail.setHeader("References", thread);
        mail.setHeader("In-Reply-To", thread);
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("Candor-Message", encoded(oneLine(claim.key())));
        if (!claim.text("unsubscribe").isEmpty()) {
            mail.setHeader("List-Unsubscribe", "<" + oneLine(claim.text("unsubscribe")) + ">");
            mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        mail.setText(EmailText.of(claim), StandardCharsets.UTF_8.name());
        return mail;
    }

    /// Headers are ASCII; names of people and channels need not be.
    private static String encoded(String text) throws MessagingException {
        try {
            return MimeUtility.encodeText(text, StandardCharsets.UTF_8.name(), "Q");
        } catch (UnsupportedEncodingException impossible) {
            throw new MessagingException("UTF-8 is missing", impossible);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}]+", " ").strip();
    }

    /// 5yz answers never work, everything else may tomorrow (RFC 5321, section 4.2.1).
    private static SendResult judge(MessagingException failure) {
        String why = words(failure);
        if (failure instanceof AuthenticationFailedException) {
            return new SendResult.TryLater("The mail server refused our login: " + why);
        }
        if (failure instanceof AddressException wrong) {
            return new SendResult.NeverWorks("`" + wrong.getRef() + "` is no mail address: " + why, "Correct it.");
        }
        int code = code(failure);
        if (code >= 500 && code < 600) {
            return new SendResult.NeverWorks("The mail server refused it: " + why, "Check the address.");
        }
        return new SendResult.TryLater(why);
    }

    /// The server's own words stand in the deepest exception; the outer ones only say "Invalid Addresses".
    private static String words(MessagingException failure) {
        MessagingException deepest = failure;
        while (deepest.getNextException() instanceof MessagingException next) {
            deepest = next;
        }
        return String.valueOf(deepest.getMessage()).strip();
    }

    private static int code(Throwable failure) {
        int deepest = switch (failure) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> 0;
        };
        if (failure instanceof MessagingException messaging && messaging.getNextException() != null) {
            int next = code(messaging.getNextException());
            return next == 0 ? deepest : next;
        }
        return failure instanceof SendFailedException && deepest == 0 ? 0 : deepest;
    }
}
