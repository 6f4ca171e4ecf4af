package dev.candor.paging.channel.email;

/// The mail server all mails leave through.
///
/// @param encryption `none`, `starttls` (must succeed) or `tls`
/// @param user empty for no login
/// @param from the sender's address, with or without a name
public record SmtpSettings(String host, int port, String encryption, String user, String password, String from) {
    @Override
    public String toString() {
        return "smtp " + host + ":" + port + " (" + encryption + ") as " + from; // never the password
    }
}
