package dev.candor.platform.http;

/// One path of ours.
///
/// @param path `/monitors/{name}`: a segment in braces matches one segment; `{rest...}` at the end matches all that
/// follow
/// @param bodyLimit largest request body in bytes; more is answered 413
public record Route(String method, String path, Access access, int bodyLimit, Endpoint endpoint) {
    public static final int FORM_BYTES = 64 << 10;

    /// The code behind a route. Blocking; runs on a virtual thread.
    @FunctionalInterface
    public interface Endpoint {
        Answer answer(Call call);
    }

    public static Route get(String path, Access access, Endpoint endpoint) {
        return new Route("GET", path, access, 0, endpoint);
    }

    public static Route post(String path, Access access, Endpoint endpoint) {
        return new Route("POST", path, access, FORM_BYTES, endpoint);
    }

    public static Route of(String method, String path, Access access, int bodyLimit, Endpoint endpoint) {
        return new Route(method, path, access, bodyLimit, endpoint);
    }
}
