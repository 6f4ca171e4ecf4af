package dev.candor.page;

import dev.candor.page.api.StatuspageJson;
import dev.candor.page.feed.Badge;
import dev.candor.page.feed.Calendar;
import dev.candor.page.feed.Feeds;
import dev.candor.page.feed.PlainPage;
import dev.candor.page.html.HtmlFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Turns a model into finished, signed files. Pure: the same model gives the same bytes, on every machine.
public final class SnapshotRenderer {
    private final HtmlFiles html = new HtmlFiles();
    private final SnapshotKey key;

    public SnapshotRenderer(SnapshotKey key) {
        this.key = key;
    }

    public Snapshot render(PageModel page) {
        List<SnapshotFile> files = new ArrayList<>(html.files(page));
        files.addAll(StatuspageJson.files(page));
        files.addAll(Feeds.files(page));
        files.add(Calendar.file(page));
        files.add(Badge.file(page));
        files.add(PlainPage.file(page));
        files.add(SnapshotFile.text(
                "robots.txt",
                "text/plain",
                page.policy().hiddenFromSearch() ? "User-agent: *\nDisallow: /\n" : "User-agent: *\nAllow: /\n"));
        // Whoever writes them one after the other shows the new first page only when all it links to is there.
        files.sort(Comparator.comparing((SnapshotFile file) -> file.path().equals("index.html"))
                .thenComparing(SnapshotFile::path));
        return Snapshot.signed(page, files, key);
    }
}
