package dev.candor.platform.http;

/// One path of ours.
///
/// @param path `/monitors/{name}`: a segment in braces matches one segment; `{rest...}` at the end matches all that
/// follow
/// @param bodyLimit largest request body in bytes; more is answered 413
/// @param beyond bytes behind these that are read and thrown away, where the beginning of a body is enough; 0 where it
/// is not
public record Route(String method, String path, Access access, int bodyLimit, int beyond, Endpoint endpoint) {
    public static final int FORM_BYTES = 64 << 10;

    /// The code behind a route. Blocking; runs on a virtual thread.
    @FunctionalInterface
    public interface Endpoint {
        Answer answer(Call call);
    }

    public static Route get(String path, Access access, Endpoint endpoint) {
        return new Route("GET", path, access, 0, 0, endpoint);
    }

    public static Route post(String path, Access access, Endpoint endpoint) {
        return new Route("POST", path, access, FORM_BYTES, 0, endpoint);
    }

    public static Route of(String method, String path, Access access, int bodyLimit, Endpoint endpoint) {
        return new Route(method, path, access, bodyLimit, 0, endpoint);
    }

    /// The same for whoever sends more: `bodyLimit` bytes of it arrive here, and up to `most` behind them are read
    /// and thrown away. A body longer than both is answered all the same, and its connection closed.
    public Route beginningOf(int most) {
        return new Route(method, path, access, bodyLimit, most, endpoint);
    }

    /// The same with something around it.
    public Route with(Endpoint other) {
        return new Route(method, path, access, bodyLimit, beyond, other);
    }
}
