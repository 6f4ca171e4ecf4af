package dev.candor.telemetry.format;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/// Where a stream's fields come from, as its operator configured it.
///
/// @param keys named values (of JSON, of `key=value` tails, of template variables without `$`) and what they
/// mean;
///     nested JSON keys are written with dots. They go before the built-in names
/// @param zone for formats whose times have none (HAProxy)
public record FieldMap(
        Source host, Source customer, Source region, Source route, Map<String, Meaning> keys, ZoneId zone) {
    /// Where one field comes from.
    public sealed interface Source {
        /// What the format itself gives under its usual names.
        record Usual() implements Source {}

        /// The same for every line.
        record Fixed(String value) implements Source {}

        /// The same as another field: customer = host.
        record Same(Field field) implements Source {}

        /// HAProxy's captured headers, from 1, request captures before response captures.
        record Capture(int number) implements Source {}

        /// A named value of JSON, of a `key=value` tail, or a template's variable.
        record Key(String name) implements Source {}

        /// A request header where the format can carry one: `$http_x_customer`, Caddy's `request.headers`.
        record Header(String name) implements Source {}
    }

    public static final FieldMap USUAL = new FieldMap(
            new Source.Usual(), new Source.Usual(), new Source.Usual(), new Source.Usual(), Map.of(), ZoneOffset.UTC);

    public FieldMap {
        keys = Map.copyOf(keys);
    }

    public FieldMap withCustomer(Source source) {
        return new FieldMap(host, source, region, route, keys, zone);
    }

    public FieldMap withRegion(Source source) {
        return new FieldMap(host, customer, source, route, keys, zone);
    }

    public FieldMap withHost(Source source) {
        return new FieldMap(source, customer, region, route, keys, zone);
    }

    public FieldMap withRoute(Source source) {
        return new FieldMap(host, customer, region, source, keys, zone);
    }

    public FieldMap withKeys(Map<String, Meaning> named) {
        return new FieldMap(host, customer, region, route, named, zone);
    }

    public FieldMap withZone(ZoneId place) {
        return new FieldMap(host, customer, region, route, keys, place);
    }
}
