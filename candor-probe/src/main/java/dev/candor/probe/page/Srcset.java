package dev.candor.probe.page;

import java.util.ArrayList;
import java.util.List;

/// The `srcset` attribute: addresses with an optional width or density, separated by commas; addresses may contain
/// commas themselves.
final class Srcset {
    private Srcset() {}

    static List<String> urls(String srcset) {
        var urls = new ArrayList<String>();
        int at = 0;
        int length = srcset.length();
        while (true) {
            while (at < length && (Character.isWhitespace(srcset.charAt(at)) || srcset.charAt(at) == ',')) {
                at++;
            }
            int start = at;
            while (at < length && !Character.isWhitespace(srcset.charAt(at))) {
                at++;
            }
            if (start == at) {
                return urls;
            }
            int end = at;
            while (end > start && srcset.charAt(end - 1) == ',') {
                end--; // a comma right behind the address ends the candidate
            }
            urls.add(srcset.substring(start, end));
            if (end == at) {
                while (at < length && srcset.charAt(at) != ',') {
                    at++;
                }
            }
        }
    }
}
