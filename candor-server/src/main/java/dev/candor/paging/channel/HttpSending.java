package dev.candor.paging.channel;

import dev.candor.platform.outbox.SendResult;
import dev.candor.platform.secret.SecretAddress;
import dev.candor.probe.http.GuardedHttp;
import dev.candor.probe.http.GuardedResponse;
import dev.candor.probe.http.Header;
import dev.candor.probe.http.HttpRequestSpec;
import dev.candor.probe.http.RedirectPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Posts a message through the guarded client and says what the answer means for the outbox. Redirects are a failure:
/// a webhook's address is where it is.
public final class HttpSending {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final GuardedHttp http;

    public HttpSending(GuardedHttp http) {
        this.http = http;
    }

    /// What is said of a failure names no address: there may be a secret in it.
    ///
    /// @param headers besides `Content-Type: application/json`
    /// @param what the channel in words, for messages to people
    public SendResult post(String url, List<Header> headers, byte[] body, String what) {
        HttpRequestSpec request;
        try {
            request = request(url, headers, body);
        } catch (URISyntaxException wrong) {
            return new SendResult.NeverWorks(what + ": not an address, " + wrong.getReason(), "Correct its address.");
        } catch (IllegalArgumentException wrong) {
            return new SendResult.NeverWorks(
                    what + ": " + SecretAddress.withoutPath(String.valueOf(wrong.getMessage())),
                    "Correct its address.");
        }
        return switch (http.send(request)) {
            case GuardedResponse.Answered answered -> judge(answered, what);
            case GuardedResponse.Failed failed ->
                failed.reason() == dev.candor.probe.Reason.FORBIDDEN_ADDRESS
                        ? new SendResult.NeverWorks(
                                what + ": " + failed.detail(), "Allow the address in network.allow, or change it.")
                        : new SendResult.TryLater(what + ": " + failed.detail());
            case GuardedResponse.NotRun notRun -> new SendResult.TryLater("we could not send: " + notRun.why());
        };
    }

    /// What is known of a call that must not be made twice.
    public sealed interface Called {
        /// Somebody answered, whatever it was.
        record Answered(int status) implements Called {}

        /// No connection was made: nobody heard of it.
        ///
        /// @param forGood whether another try would end the same way
        record NeverMade(String why, boolean forGood) implements Called {}

        /// It may have arrived, or not.
        record Unknown(String why) implements Called {}
    }

    /// Posts once, over one connection, and says whether it can have arrived.
    public Called once(String url, List<Header> headers, byte[] body) {
        HttpRequestSpec request;
        try {
            request = request(url, headers, body);
        } catch (URISyntaxException | IllegalArgumentException wrong) {
            return new Called.NeverMade("its address is none", true);
        }
        return switch (http.send(request)) {
            case GuardedResponse.Answered answered -> new Called.Answered(answered.status());
            case GuardedResponse.Failed failed ->
                switch (failed.reason()) {
                    case DNS_NAME, DNS_TIMEOUT, CONNECT_REFUSED, CONNECT_TIMEOUT ->
                        new Called.NeverMade(failed.detail(), false);
                    case FORBIDDEN_ADDRESS -> new Called.NeverMade(failed.detail(), true);
                    default -> new Called.Unknown(failed.detail());
                };
            // Only who is stopped can be so in the middle; everything else of ours happens before there is a line.
            case GuardedResponse.NotRun notRun ->
                Thread.currentThread().isInterrupted()
                        ? new Called.Unknown(notRun.why())
                        : new Called.NeverMade(notRun.why(), false);
        };
    }

    private static HttpRequestSpec request(String url, List<Header> headers, byte[] body) throws URISyntaxException {
        HttpRequestSpec request = HttpRequestSpec.post(new URI(url), "application/json", body)
                .withTimeout(TIMEOUT)
                .withRedirects(RedirectPolicy.none())
                .withLimits(4096, 1 << 20);
        for (Header header : headers) {
            request = request.withHeader(header.name(), header.value());
        }
        return request;
    }

    private static SendResult judge(GuardedResponse.Answered answered, String what) {
        int status = answered.status();
        if (status >= 200 && status < 300) {
            return new SendResult.Accepted(Integer.toString(status));
        }
        String said = what + " answered " + status;
        if (status == 429 || status >= 500 || status == 408 || status == 425) {
            return new SendResult.TryLater(said, retryAfter(answered), status == 429);
        }
        return switch (status) {
            case 401, 403 -> new SendResult.NeverWorks(said + ": it refused us.", "Set a new token or secret.");
            case 404 -> new SendResult.TryLater(said + ": nothing is there (yet)");
            case 410 -> new SendResult.NeverWorks(said + ": it is gone for good.", "Remove this channel.");
            default -> new SendResult.NeverWorks(said + ".", "Check what the receiver expects.");
        };
    }

    private static Optional<Duration> retryAfter(GuardedResponse.Answered answered) {
        return answered.headers()
                .first("retry-after")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
