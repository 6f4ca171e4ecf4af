package dev.candor.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyServerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://proxy.example:3128/a?b          | neither path nor query",
                "http://proxy.example:3128?b            | neither path nor query",
                "http://proxy.example/path              | neither path nor query",
                "http://proxy.example:3128#hush         | neither path nor query",
                "http://proxy.example                   | needs a port",
                "http://[2001:db8::1]                   | needs a port",
                "http://2001:db8::1:3128                | stands in brackets",
                "http://proxy.example:                  | is a number",
                "http://proxy.example:hush              | is a number",
                "http://proxy.example:0                 | from 1 to 65535",
                "http://proxy.example:70000             | from 1 to 65535",
                "http://:3128                           | needs a host",
                "http://ana:hush@:3128                  | needs a host",
                "proxy.example:3128                     | begins with http:// or socks5://",
                "ftp://proxy.example:21                 | begins with http:// or socks5://",
                "https://proxy.example:443              | behind TLS",
                "http://hush@proxy.example:3128         | user and password",
                "http://ana:h%zzhush@proxy.example:3128 | written as %25",
                "http://pro xy.example:3128             | neither path nor query"
            })
    void what_is_wrong_with_an_address_is_said_precisely_and_without_it(String text, String message) {
        assertThatThrownBy(() -> ProxyServer.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hush"));
    }

    @Test
    void every_form_that_is_documented_is_read() {
        assertThat(ProxyServer.parse("http://proxy.example:3128")).hasToString("http://proxy.example:3128");
        assertThat(ProxyServer.parse("HTTP://proxy.example:3128/").port()).isEqualTo(3128);
        assertThat(ProxyServer.parse("socks5h://[2001:db8::1]:1080").kind()).isEqualTo(ProxyServer.Kind.SOCKS5);
        assertThat(ProxyServer.parse("http://ana:a%2Fb%40c@proxy.example:1").login())
                .contains(new ProxyServer.Login("ana", "a/b@c"));
    }
}
