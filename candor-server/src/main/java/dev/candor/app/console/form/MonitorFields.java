package dev.candor.app.console.form;

import static dev.candor.app.console.form.Fields.choice;
import static dev.candor.app.console.form.Fields.code;
import static dev.candor.app.console.form.Fields.folded;
import static dev.candor.app.console.form.Fields.lines;
import static dev.candor.app.console.form.Fields.number;
import static dev.candor.app.console.form.Fields.pairs;
import static dev.candor.app.console.form.Fields.text;
import static dev.candor.app.console.form.Fields.url;

import java.util.ArrayList;
import java.util.List;

/// What monitors of several shapes are asked alike.
final class MonitorFields {
    private MonitorFields() {}

    static Field service() {
        return Fields.service("who is woken is decided there");
    }

    static Field every(String usual) {
        return text("every", "Every", "30s, 5m, 1h", usual);
    }

    static Field timeout() {
        return text("timeout", "Give up after", "", "10s");
    }

    static Field severity() {
        return choice(
                "severity",
                "If it fails, it is",
                "",
                "critical",
                new Option("critical", "critical"),
                new Option("error", "an error"),
                new Option("warning", "a warning"),
                new Option("info", "for information: wakes nobody"));
    }

    /// @param down and `degraded`: an example of a condition
    static Group wanted(String hint, String down, String degraded) {
        return Fields.group(
                "What must be true",
                hint,
                lines("assert", "Otherwise it is down", "", down),
                lines("degraded-unless", "Otherwise it is degraded", "", degraded));
    }

    static Group sure() {
        return folded(
                "How sure to be",
                "One failed look is looked at again before anybody is woken.",
                number("down-after.failures", "Down after so many failures", "", "2"),
                number("down-after.of", "among the last", "", "3"),
                number("up-after", "Up after so many good looks", "", "2"));
    }

    static Group where() {
        return folded(
                "From where",
                "With several locations it is down when most of them cannot see it; one that cannot is named.",
                lines("locations", "Look from", "one a line; main is where Candor runs", "main"),
                number("quorum", "Down when so many cannot see it", "", "2"));
    }

    static Group beside() {
        return folded(
                "A health check beside it",
                "Asked when the real look fails. If it then says that all is well, the alert says so: whoever relies on it is misled.",
                url("health", "Address of the health check", "", "https://shop.example/health"));
    }

    /// How an HTTP request is made.
    ///
    /// @param prefix of the keys: `left.`; empty at the top of the document
    static List<Field> request(String prefix) {
        var fields = new ArrayList<>(List.of(
                choice(
                        prefix + "method",
                        "Method",
                        "",
                        "GET",
                        new Option("GET", "GET"),
                        new Option("HEAD", "HEAD"),
                        new Option("POST", "POST"),
                        new Option("PUT", "PUT"),
                        new Option("PATCH", "PATCH"),
                        new Option("DELETE", "DELETE"),
                        new Option("OPTIONS", "OPTIONS")),
                pairs(prefix + "headers", "Headers", "one a line", "Accept: text/html"),
                code(prefix + "body", "Body", "", "")));
        fields.addAll(identity(prefix));
        fields.add(number(prefix + "redirects", "Follow so many redirects", "", "5"));
        fields.addAll(way(prefix));
        return fields;
    }

    /// Who we say we are.
    static List<Field> identity(String prefix) {
        return List.of(
                text(prefix + "auth.basic.user", "User", "for basic authentication", ""),
                text(prefix + "auth.basic.password", "Password", "", ""),
                text(prefix + "auth.bearer.token", "Or a bearer token", "", ""),
                url(
                        prefix + "auth.oauth2.token-url",
                        "Or fetch a token (OAuth 2) at",
                        "with client credentials",
                        "https://login.shop.example/token"),
                text(prefix + "auth.oauth2.client-id", "Client id", "for OAuth 2", ""),
                text(prefix + "auth.oauth2.client-secret", "Client secret", "for OAuth 2", ""),
                text(prefix + "auth.oauth2.scope", "Scope", "for OAuth 2, if it wants one", ""));
    }

    /// Which way the request takes, and whom it believes.
    static List<Field> way(String prefix) {
        return List.of(
                choice(
                        prefix + "ip",
                        "Over",
                        "",
                        "any",
                        new Option("any", "any IP version"),
                        new Option("v4", "IPv4 only"),
                        new Option("v6", "IPv6 only")),
                choice(
                        prefix + "http-version",
                        "HTTP version",
                        "",
                        "auto",
                        new Option("auto", "as the server likes"),
                        new Option("1.1", "HTTP/1.1"),
                        new Option("2", "HTTP/2")),
                url(prefix + "proxy", "Through a proxy", "http:// or socks5://", "http://proxy.shop.example:3128"),
                choice(
                        prefix + "tls.verify",
                        "Certificates",
                        "",
                        "true",
                        new Option("true", "are looked at"),
                        new Option("false", "of any kind are believed")),
                code(
                        prefix + "tls.ca",
                        "Believe this authority",
                        "its certificate as PEM; without it the usual ones are believed",
                        ""),
                code(
                        prefix + "tls.client-certificate",
                        "Show this certificate",
                        "as PEM, for targets that ask who calls (mutual TLS)",
                        ""),
                code(prefix + "tls.client-key", "and its key", "as PEM", ""));
    }

    static Group requestGroup() {
        return new Group("The request", "", true, request(""));
    }
}
