package dev.candor.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SecretAddressTest {
    private static final int LARGE = 200_000;

    /// Everything a person writes is looked through each time it is shown: no text may take for ever.
    @Test
    @Timeout(60)
    void large_texts_are_looked_through_whatever_they_are_made_of() {
        for (String part : new String[] {
            "a",
            "?",
            "&",
            "=",
            ":",
            "/",
            "a://",
            "?a=",
            "@",
            "a:b@",
            "&key",
            "://a:",
            "a.",
            ".",
            "a://a:b",
            ";",
            "? ",
            "#a",
            "://a:\"",
            "://a b@",
            "\"://a:b\\",
            "://a,:@",
            "://a:b/@",
            "://a:b",
            ":\\/\\/a",
            ":\\",
            "://a:b://",
            "\"\"",
            "@a/?a=b&"
        }) {
            String text = part.repeat(LARGE / part.length());
            for (String whole : new String[] {
                text, "https://shop.example/" + text, text + "://x", text + "=", "https://" + text, "ftp://" + text
            }) {
                assertThat(SecretAddress.hidden(whole)).isNotEmpty();
                assertThat(SecretAddress.withoutPath(whole)).isNotEmpty();
                assertThat(SecretAddress.echoed(whole)).isNotEmpty();
                assertThat(SecretAddress.isInside("no " + part)).isEqualTo(part.matches(".*[:]//a[:,].*@"));
            }
        }
    }

    @Test
    void what_stands_behind_three_slashes_is_no_host() {
        assertThat(SecretAddress.echoed("https:///SECRET")).isEqualTo("https:///" + SecretAddress.DOTS);
        assertThat(SecretAddress.echoed("https://shop.example/SECRET"))
                .isEqualTo("https://shop.example/" + SecretAddress.DOTS);
    }

    @Test
    void long_words_that_may_be_tokens_are_not_echoed() {
        assertThat(SecretAddress.echoed("xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"))
                .isEqualTo(SecretAddress.DOTS);
        assertThat(SecretAddress.echoed("https://SG.1234567890123456789012." + "x".repeat(43)))
                .isEqualTo("https://" + SecretAddress.DOTS);
    }

    @Test
    void of_where_messages_are_sent_nothing_but_scheme_and_host_is_shown() {
        assertThat(SecretAddress.withoutPath("https://SECRET@push.example/SECRET"))
                .isEqualTo("https://" + SecretAddress.DOTS + "@push.example/" + SecretAddress.DOTS);
        assertThat(SecretAddress.withoutPath("ana@shop.example")).isEqualTo("ana@shop.example");
    }

    @Test
    void secrets_in_queries_are_dots_with_and_without_a_scheme() {
        assertThat(SecretAddress.hidden("https://shop.example/a?b=c&my-token=SECRET#x"))
                .isEqualTo("https://shop.example/a?b=c&my-token=" + SecretAddress.DOTS + "#x");
        assertThat(SecretAddress.hidden("shop.example/a?token=SECRET"))
                .isEqualTo("shop.example/a?token=" + SecretAddress.DOTS);
        assertThat(SecretAddress.hidden("https://shop.example/?" + "a".repeat(300) + "token=SECRET"))
                .doesNotContain("SECRET");
        assertThat(SecretAddress.hidden("https://shop.example/?a=b?api_key=SECRET&a b Access-Key=SECRET&key=&b=c"))
                .isEqualTo("https://shop.example/?a=b?api_key=" + SecretAddress.DOTS + "&a b Access-Key="
                        + SecretAddress.DOTS + "&key=&b=c");
        assertThat(SecretAddress.hidden("https://omar:SECRET@shop.example/"))
                .isEqualTo("https://omar:" + SecretAddress.DOTS + "@shop.example/");
    }

    @Test
    void prose_and_queries_of_databases_are_no_addresses() {
        for (String ordinary : new String[] {
            "Is it so? monkey=banana",
            "SELECT count(*) FROM job WHERE data ? 'a' AND sort_key=5",
            "https://shop.example/?monkey=banana&compass=north",
            "https://shop.example:8080/a@b",
            "https://shop.example/lamps?page=2#top",
            "[\"https://shop.example\",\"ops@shop.example\"]",
            "{\"base\":\"https://shop.example:8080\",\"path\":\"/a\",\"owner\":\"ana@shop.example\"}",
            "see https://shop.example,ops@shop.example",
            "['https://shop.example:8080','ops@shop.example']",
            "https://shop.example:8080,ops@shop.example",
            "https://[::1]:8080,ops@shop.example",
            "https://shop.example:8080/ and ops@shop.example",
            "Look at https://shop.example: ana@shop.example knows more",
            "[https://shop.example:8080](mailto:ana@shop.example)",
            "https://shop.example/?country_code=de&zipcode=1",
            "http://localhost:8080/people/ana@shop.example",
            "https://shop.example/people/ana@shop.example?by=ben@shop.example",
            "{\"url\":\"https:\\/\\/shop.example\\/people\\/ana@shop.example\"}",
            "[\"https:\\/\\/shop.example:8080\",\"ops@shop.example\"]",
            "\"https://shop.example\",\"\",\"ana@shop.example\"",
            "\"https://shop.example:8080\"\"ana@shop.example\"",
            "https://shop.example:8080,https://shop.example/ana@shop.example",
            "C:\\logs\\ana@shop.example"
        }) {
            assertThat(SecretAddress.hidden(ordinary)).isEqualTo(ordinary);
            assertThat(SecretAddress.isInside(ordinary)).isFalse();
        }
    }

    @Test
    void what_may_be_a_password_or_a_query_with_a_mail_address_becomes_dots() {
        assertThat(SecretAddress.hidden("postgres://omar:SECRET@db/app?mail=ana@shop.example"))
                .doesNotContain("SECRET");
        assertThat(SecretAddress.hidden("postgres://omar:p@ss/w?a=SECRET@db.example/app"))
                .doesNotContain("SECRET");
        assertThat(SecretAddress.hidden("https://omar:p@ss/w?SECRET@shop.example/"))
                .doesNotContain("SECRET");
        assertThat(SecretAddress.hidden("https://omar:p@ss?w=SECRET@shop.example/"))
                .doesNotContain("SECRET");
    }

    @Test
    void an_address_in_json_is_sent_nowhere_else_shown() {
        assertThat(SecretAddress.withoutPath("https:\\/\\/push.example\\/SECRET"))
                .startsWith("https:\\/\\/push.example")
                .doesNotContain("SECRET");
        assertThat(SecretAddress.withoutPath("https:\\/\\/SECRET@push.example")).doesNotContain("SECRET");
    }

    @Test
    void secrets_are_dots_in_every_place_and_under_every_name_people_give_them() {
        for (String address : new String[] {
            "https://SECRET@shop.example/",
            "https://omar:pa/SECRET@shop.example/",
            "https://omar:p@SECRET@shop.example/x",
            "https://shop.example/a;token=SECRET",
            "https://shop.example/#access_token=SECRET",
            "https://shop.example/?pass=SECRET",
            "https://shop.example/?db-pwd=SECRET",
            "https://shop.example/?tokens=SECRET",
            "https://shop.example/?token[]=SECRET",
            "https://shop.example/?sessionKey=SECRET",
            "https://shop.example/?a b key=SECRET",
            "https://shop.example/?accountkey=SECRET",
            "https://shop.example/?routing_key=SECRET",
            "https://shop.example/?APPKEY=SECRET",
            "https://omar:SECRET;key=a@shop.example/x",
            "https://omar:SECRET#token=b@shop.example/x",
            "https://SECRET:@shop.example/x",
            "https://SECRET:x-oauth-basic@shop.example/x",
            "{\"url\":\"https://omar:SECRET@shop.example/\"}",
            "{\"url\":\"https://omar:pa\\\"SECRET@shop.example/\",\"by\":\"ana@shop.example\"}",
            "url: https://omar:12345,SECRET@shop.example/",
            "url: 'https://omar:pa\"SECRET@shop.example/'",
            "https://omar:pa\"SECRET@shop.example/",
            "https://omar:pa<SECRET>@shop.example/",
            "https://omar:pa`SECRET@shop.example/",
            "https://omar:pa SECRET@shop.example/",
            "https://omar:1234 SECRET@shop.example/",
            "https://omar:pa SEC/SECRET@shop.example/",
            "https://omar:pa\\SECRET@shop.example/",
            "https://omar:pa/x@SECRET@shop.example/",
            "https://om,ar:SECRET@shop.example/",
            "https://first:x@shop.example https://omar:SECRET@shop.example",
            "https://to@SECRET@shop.example/",
            "https://omar:P@ss/SECRET@shop.example/",
            "https://omar:P@ss#SECRET@shop.example/",
            "https://omar:P@ss?SECRET@shop.example:8443/",
            "https://omar@corp.example:pa/SECRET@shop.example/",
            "https://omar:12345/SECRET@shop.example/",
            "postgres://omar:p@ss/SECRET@db/app",
            "postgres://omar:p@ss#SECRET@postgres/app",
            "postgres://omar:p@SECRET#1@db",
            "https://j.doe:#SECRET@shop.example/",
            "https://j.doe:/SECRET@shop.example/",
            "https://omar: SECRET@shop.example/",
            "'https://omar:pa''SECRET@shop.example/'",
            "https:///omar:SECRET@shop.example/",
            "https://@SECRET@shop.example/",
            "https://omar:" + "x/".repeat(1_500) + "SECRET@shop.example/",
            "https://" + "x".repeat(9_000) + "SECRET@shop.example/",
            "https://shop.example/?jwt=SECRET",
            "https://shop.example/?X-Amz-Credential=SECRET",
            "https://shop.example/?Authorization=SECRET",
            "https://shop.example/?code=SECRET",
            "https://shop.example/?sas=SECRET",
            "https://shop.example/?PHPSESSIONID=SECRET",
            "https://shop.example/?user_otp=SECRET",
            "{\"url\":\"https:\\/\\/omar:SECRET@shop.example\\/\"}",
            "{\"url\":\"https:\\/\\/omar:pa\\/SECRET@shop.example\\/\"}",
            "{\"url\":\"https:\\/\\/SECRET@shop.example\\/\"}",
            "{\"url\":\"https:\\/\\/shop.example\\/?token=SECRET\"}",
            "\"{\\\"url\\\":\\\"https:\\\\/\\\\/omar:SECRET@shop.example\\\"}\"",
            "https://omar:SECRET://x@shop.example/",
            "https://omar:pa://SECRET@shop.example/",
            "\"https://omar:pa\"\"SECRET@shop.example/\""
        }) {
            assertThat(SecretAddress.isInside(address)).as(address).isTrue();
            assertThat(SecretAddress.hidden(address)).as(address).doesNotContain("SECRET");
            assertThat(SecretAddress.withoutPath(address)).as(address).doesNotContain("SECRET");
        }
    }
}
