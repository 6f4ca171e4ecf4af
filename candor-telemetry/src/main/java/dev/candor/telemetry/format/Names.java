package dev.candor.telemetry.format;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names under which logs usually write things: nginx's variables, Caddy's and Traefik's keys,
/// OpenTelemetry's
/// attributes, and words people choose.
final class Names {
    static final Map<String, Meaning> USUAL = usual();

    private Names() {}

    private static Map<String, Meaning> usual() {
        var names = new LinkedHashMap<String, Meaning>();
        put(
                names,
                Meaning.TIME,
                "time",
                "timestamp",
                "@timestamp",
                "ts",
                "date",
                "datetime",
                "msec",
                "time_iso8601",
                "time_local",
                "start_time",
                "StartUTC",
                "t");
        put(
                names,
                Meaning.STATUS,
                "status",
                "status_code",
                "statusCode",
                "code",
                "http_status",
                "http.response.status_code",
                "http.status_code",
                "response_code",
                "DownstreamStatus",
                "st",
                "response.status");
        put(names, Meaning.UPSTREAM_STATUS, "upstream_status", "us", "OriginStatus");
        put(
                names,
                Meaning.LATENCY_SECONDS,
                "request_time",
                "rt",
                "duration",
                "duration_s",
                "latency",
                "latency_s",
                "http.server.request.duration");
        put(
                names,
                Meaning.LATENCY_MILLIS,
                "duration_ms",
                "durationMs",
                "latency_ms",
                "latencyMs",
                "elapsed_ms",
                "time_ms",
                "ta",
                "Ta",
                "total_time",
                "responseTime",
                "response_time_ms");
        put(names, Meaning.LATENCY_MICROS, "duration_us", "latency_us", "time_us");
        put(names, Meaning.UPSTREAM_LATENCY_SECONDS, "upstream_response_time", "urt");
        put(
                names,
                Meaning.BYTES,
                "body_bytes_sent",
                "bytes_sent",
                "bytes",
                "size",
                "bytes_out",
                "b",
                "http.response.body.size");
        put(names, Meaning.REQUEST, "request", "req", "request_line");
        put(
                names,
                Meaning.METHOD,
                "method",
                "request_method",
                "http.request.method",
                "http_method",
                "RequestMethod",
                "request.method",
                "verb",
                "m");
        put(
                names,
                Meaning.PATH,
                "uri",
                "request_uri",
                "path",
                "url",
                "url.path",
                "url.full",
                "RequestPath",
                "request.uri",
                "request.url",
                "u",
                "p");
        put(
                names,
                Meaning.HOST,
                "host",
                "http_host",
                "server_name",
                "server.address",
                "authority",
                "vhost",
                "RequestHost",
                "request.host",
                "h");
        put(
                names,
                Meaning.CLIENT,
                "remote_addr",
                "client",
                "client_ip",
                "clientip",
                "ip",
                "remote_ip",
                "client.address",
                "ClientHost",
                "ci",
                "addr");
        // Later wins: Caddy's client_ip is the one behind trusted proxies.
        put(names, Meaning.CLIENT, "request.remote_ip", "request.client_ip");
        put(
                names,
                Meaning.CUSTOMER,
                "customer",
                "customer_id",
                "tenant",
                "tenant_id",
                "account",
                "account_id",
                "organisation",
                "org");
        put(
                names,
                Meaning.UPSTREAM,
                "upstream",
                "upstream_addr",
                "upstream_host",
                "server",
                "backend_server",
                "ServiceAddr",
                "s");
        put(names, Meaning.REGION, "region", "zone", "location", "cloud.region", "edge");
        put(
                names,
                Meaning.AGENT,
                "http_user_agent",
                "user_agent",
                "userAgent",
                "user_agent.original",
                "agent",
                "request.headers.User-Agent");
        put(names, Meaning.ROUTE, "route", "http.route", "route_name", "endpoint", "RouterName");
        return Map.copyOf(names);
    }

    private static void put(Map<String, Meaning> names, Meaning meaning, String... words) {
        for (String word : words) {
            names.put(word, meaning);
        }
    }

    /// The text field behind a meaning, if it has one.
    static @Nullable Field field(Meaning meaning) {
        return switch (meaning) {
            case METHOD -> Field.METHOD;
            case PATH -> Field.PATH;
            case HOST -> Field.HOST;
            case CLIENT -> Field.CLIENT;
            case CUSTOMER -> Field.CUSTOMER;
            case UPSTREAM -> Field.UPSTREAM;
            case REGION -> Field.REGION;
            case AGENT -> Field.AGENT;
            case ROUTE -> Field.ROUTE;
            case TIME,
                    STATUS,
                    UPSTREAM_STATUS,
                    LATENCY_SECONDS,
                    LATENCY_MILLIS,
                    LATENCY_MICROS,
                    UPSTREAM_LATENCY_SECONDS,
                    BYTES,
                    REQUEST,
                    IGNORED -> null;
        };
    }
}
