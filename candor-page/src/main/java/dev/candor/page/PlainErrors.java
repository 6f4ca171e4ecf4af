package dev.candor.page;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers to requests that never became one (400, 431): one plain line, no word about the software.
final class PlainErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String words = switch (response.getStatus()) {
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The request's headers are too large.\n";
            case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "Something went wrong here.\n";
            default -> "This is not a request we can read.\n";
        };
        byte[] body = words.getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        SecurityHeaders.addMissing(response.getHeaders());
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
