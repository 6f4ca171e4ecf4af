package dev.candor.testkit;

import java.util.List;

/// What the stormy world is configured with.
final class StormConfiguration {
    private StormConfiguration() {}

    static final List<String> READERS = List.of("dora@customers.example", "emil@customers.example");

    /// Services whose trouble other systems report at our doors.
    static final List<String> REPORTED = List.of("checkout", "assets", "billing");

    /// Looked at by monitors, by host.
    static final List<String> WATCHED = List.of("checkout", "search");

    /// Can never be looked at; nobody may ever be paged for it.
    static final String DARK = "dark";

    static final String YAML = """
            people:
              - name: ana
                email: ana@shop.example
                contact:
                  - email: ana@shop.example
                  - ntfy: https://push.example/ana
                    after: 2m
              - name: ben
                email: ben@shop.example
              - name: cleo
                email: cleo@shop.example
                contact:
                  - ntfy: https://push.example/cleo
            channels:
              - name: ops-room
                kind: webhook
                url: https://room.example/hook
            schedules:
              - name: first
                rotations:
                  - name: weekly
                    people: [ana]
            escalation-policies:
              - name: shop
                repeat: 2
                steps:
                  - notify:
                      - schedule: first
                    then-after: 5m
                  - notify:
                      - person: ben
                    then-after: 10m
                  - notify:
                      - person: cleo
                      - channel: ops-room
                    then-after: 10m
            services:
              - name: checkout
                escalation-policy: shop
              - name: search
                escalation-policy: shop
              - name: assets
                escalation-policy: shop
              - name: billing
                escalation-policy: shop
              - name: dark
                escalation-policy: shop
              - name: notes
            monitors:
              - name: checkout
                service: checkout
                kind: http
                url: https://checkout.shop.example/
                every: 1m
              - name: search
                service: search
                kind: http
                url: https://search.shop.example/
                every: 1m
                severity: error
              - name: dark
                service: dark
                kind: http
                url: https://dark.shop.example/
                every: 1m
            pages:
              - name: Shop
                slug: shop
                publish: automatic
                stale-after: 1d
                components:
                  - name: Checkout
                    services: [checkout]
                  - name: Search and pictures
                    services: [search, assets]
            """;
}
