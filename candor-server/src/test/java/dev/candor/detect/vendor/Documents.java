package dev.candor.detect.vendor;

import java.nio.charset.StandardCharsets;

/// Status pages of an invented vendor, in every shape we read.
final class Documents {
    private Documents() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// @param indicator of the headline
    /// @param status of the component Sending
    /// @param incidents JSON objects, comma between
    static String statuspage(String indicator, String status, String incidents) {
        return """
                {"page":{"id":"abcdefghijkl","name":"Sample Mail","url":"https://status.vendor.example","time_zone":"Etc/UTC","updated_at":"2026-11-20T08:00:00.000Z"},
                 "components":[
                  {"id":"g00000000001","name":"Mail","status":"major_outage","group":true,"group_id":null,"components":["c00000000001"]},
                  {"id":"c00000000001","name":"Sending","status":"%s","group":false,"group_id":"g00000000001","updated_at":"2026-11-20T08:00:00.000Z"},
                  {"id":"c00000000002","name":"Archive","status":"operational","group":false,"group_id":null}],
                 "incidents":[%s],
                 "scheduled_maintenances":[],
                 "status":{"indicator":"%s","description":"whatever"}}
                """.formatted(status, incidents, indicator);
    }

    static String incident(String id, String status, String impact) {
        return """
                {"id":"%s","name":"Letters are slow","status":"%s","created_at":"2026-11-22T09:20:00.000Z","updated_at":"2026-11-22T09:40:00.000Z",
                 "monitoring_at":null,"resolved_at":null,"impact":"%s","shortlink":"https://status.vendor.example/incidents/%s","started_at":"2026-11-22T09:10:00.000Z",
                 "components":[{"id":"c00000000001","name":"Sending","status":"partial_outage","group":false}],
                 "incident_updates":[
                  {"id":"u2","status":"%s","body":"A queue is full.<br>We <b>empty</b> it.","display_at":"2026-11-22T11:40:00.000+02:00","created_at":"2026-11-22T09:40:00.000Z"},
                  {"id":"u1","status":"investigating","body":"We look into it.","display_at":"2026-11-22T09:20:00.000Z"}]}
                """.formatted(id, status, impact, id, status);
    }

    static final String COMPATIBLE = """
            {"page":{"id":"01JMXBRMFE6N2NNT7DG6XZQ6PW","name":"Sample Ink","url":"https://status.ink.example","updated_at":"2026-11-22T09:30:00.000Z"},
             "status":{"indicator":"major","description":"Partial System Outage"},
             "components":[{"id":"01AAAAAAAAAAAAAAAAAAAAAAA1","name":"Login","status":"full_outage"},{"id":"01AAAAAAAAAAAAAAAAAAAAAAA2","name":"Login","status":"operational"}]}
            """;

    static final String COMPATIBLE_INCIDENTS = """
            {"incidents":[
              {"id":"01BBBBBBBBBBBBBBBBBBBBBBB1","name":"Nobody can sign in","status":"investigating","impact":"critical","created_at":"2026-11-22T09:25:00Z","updated_at":"2026-11-22T09:30:00Z","incident_updates":[]},
              {"name":"broken: no id"}, 7,
              {"id":"01BBBBBBBBBBBBBBBBBBBBBBB2","name":"Long over","status":"resolved","impact":"minor","created_at":"2026-11-01T09:25:00Z","updated_at":"2026-11-01T10:00:00Z"}]}
            """;

    static final String PROXY = """
            {"summary":{"id":"01X","name":"Sample Ink","public_url":"https://status.ink.example",
              "components":[{"id":"k1","name":"Login"},{"id":"k2","name":"Paper"}],
              "affected_components":[{"component_id":"k1","status":"full_outage"}],
              "ongoing_incidents":[{"id":"i1","name":"Nobody can sign in","status":"identified","url":"https://status.ink.example/incidents/i1","last_update_at":"2026-11-22T09:30:00Z","last_update_message":"Found it.","created_at":"2026-11-22T09:25:00Z","affected_components":[{"id":"k1","name":"Login","status":"full_outage"}]}],
              "in_progress_maintenances":[],"scheduled_maintenances":[],
              "structure":{"items":[{"group":{"id":"g1","name":"People","hidden":false,"components":[{"component_id":"k1","name":"Login","hidden":false}]}}]}}}
            """;

    static final String INSTATUS = """
            {"page":{"name":"Sample Glue","url":"https://status.glue.example","status":"HASISSUES"},
             "activeIncidents":[{"name":"Tubes leak","started":"Sun Nov 22 2026 09:15:00 GMT+0000 (Coordinated Universal Time)","status":"INVESTIGATING","impact":"MAJOROUTAGE","url":"https://status.glue.example/x1"}],
             "activeMaintenances":[{"name":"New lids","start":"2026-11-25T09:00:00.000Z","status":"NOTSTARTEDYET","duration":"60","url":"https://status.glue.example/m1"}]}
            """;

    static final String INSTATUS_PARTS = """
            {"components":[{"id":"p1","name":"Tubes","status":"MAJOROUTAGE"},{"id":"p2","name":"Lids","status":"OPERATIONAL"}]}
            """;

    static final String ATOM = """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">
              <id>tag:status.vendor.example,2005:/history</id><title>Sample Mail Status - Incident History</title><updated>2026-11-22T10:00:00Z</updated>
              <entry><id>tag:status.vendor.example,2005:Incident/12</id><published>2026-11-22T09:20:00Z</published><updated>2026-11-22T09:40:00Z</updated>
                <link rel="alternate" type="text/html" href="https://status.vendor.example/incidents/12"/><title>Letters are slow</title>
                <content type="html">&lt;p&gt;&lt;small&gt;Nov &lt;var data-var='date'&gt;22&lt;/var&gt;&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Identified&lt;/strong&gt; - A queue is full.&lt;/p&gt;&lt;p&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - not yet&lt;/p&gt;</content></entry>
              <entry><id>tag:status.vendor.example,2005:Incident/11</id><published>2026-11-10T09:20:00Z</published><updated>2026-11-10T10:40:00Z</updated>
                <link href="javascript:alert(1)"/><title>Stamps were lost</title><content type="html">&lt;strong&gt;Resolved&lt;/strong&gt; - Found.</content></entry>
            </feed>
            """;

    static final String RSS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0"><channel><title>Sample Mail Status</title><link>https://status.vendor.example</link><description>Statuspage</description>
              <item><title>Letters are slow</title><description>&lt;p&gt;&lt;strong&gt;Investigating&lt;/strong&gt; - We look.&lt;/p&gt;</description><pubDate>Sun, 22 Nov 2026 09:20:00 +0000</pubDate><link>https://status.vendor.example/incidents/12</link><guid>https://status.vendor.example/incidents/12</guid></item>
              <item><title>Nobody closed this</title><description>&lt;strong&gt;Monitoring&lt;/strong&gt; - hm</description><pubDate>Sun, 01 Nov 2026 09:20:00 +0000</pubDate><guid>https://status.vendor.example/incidents/3</guid></item>
              <item><title>New shelves</title><description>&lt;p&gt;&lt;strong&gt;THIS IS A SCHEDULED EVENT Nov 28&lt;/strong&gt;&lt;/p&gt;&lt;p&gt;&lt;strong&gt;Scheduled&lt;/strong&gt; - soon&lt;/p&gt;</description><pubDate>Sat, 28 Nov 2026 09:20:00 +0000</pubDate><guid>https://status.vendor.example/incidents/13</guid></item>
            </channel></rss>
            """;
}
