package dev.candor.page.html;

import dev.candor.page.BulletinModel;
import dev.candor.page.PageModel;
import dev.candor.page.SnapshotFile;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All HTML of a page, rendered by precompiled templates.
public final class HtmlFiles {
    /// What `/history` itself shows; the rest is one link away, by month.
    private static final int RECENT_MONTHS = 3;

    /// Incidents beyond this get no page of their own: 5,000 pages are years of daily incidents.
    private static final int STORIES = 5_000;

    private static final String HERE = "dev/candor/page/html/";

    private final Assets assets = Assets.load();
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlFiles.class.getClassLoader(), "dev.candor.page.templates");

    public List<SnapshotFile> files(PageModel page) {
        var view = new PageView(page, assets);
        var files = new ArrayList<>(assets.files());
        files.add(html("index", "home", Map.of("view", view)));
        files.add(html("uptime", "uptime", Map.of("view", view)));
        files.add(html("404", "notfound", Map.of("view", view, "prefix", "/" + page.slug() + "/")));
        history(view, files);
        bulletins(view, files);
        view.stories().stream()
                .limit(STORIES)
                .forEach(story ->
                        files.add(html("incidents/" + story.id(), "incident", Map.of("view", view, "story", story))));
        return files;
    }

    private void bulletins(PageView view, List<SnapshotFile> files) {
        List<BulletinModel> all = view.page().bulletins();
        if (!all.isEmpty()) {
            files.add(html("bulletins", "bulletins", Map.of("view", view)));
        }
        for (int i = 0; i < all.size(); i++) {
            BulletinModel bulletin = all.get(i);
            String before = i + 1 < all.size() ? all.get(i + 1).week() : "";
            files.add(html(bulletin.path(), "bulletin", Map.of("view", view, "bulletin", bulletin, "before", before)));
            files.add(SnapshotFile.text(bulletin.path() + ".md", "text/markdown", bulletin.markdown()));
        }
    }

    private void history(PageView view, List<SnapshotFile> files) {
        List<MonthView> months = view.months();
        List<MonthView> recent = months.subList(0, Math.min(RECENT_MONTHS, months.size()));
        files.add(html("history", "history", history(view, recent, view.undated(), "", "history", "History", "")));
        for (MonthView month : months) {
            files.add(html(
                    month.path(),
                    "history",
                    history(view, List.of(month), List.of(), "../", month.path(), month.title(), month.settled())));
        }
    }

    private static Map<String, Object> history(
            PageView view,
            List<MonthView> shown,
            List<StoryView> undated,
            String prefix,
            String path,
            String heading,
            String settled) {
        var params = new HashMap<String, Object>();
        params.put("view", view);
        params.put("shown", shown);
        params.put("all", view.months());
        params.put("undated", undated);
        params.put("prefix", prefix);
        params.put("path", path);
        params.put("heading", heading);
        params.put("settled", settled);
        return params;
    }

    private SnapshotFile html(String path, String template, Map<String, Object> params) {
        var output = new Utf8ByteOutput();
        templates.render(HERE + template + ".jte", params, output);
        var bytes = new ByteArrayOutputStream(output.getContentLength());
        try {
            output.writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // memory does not fail
        }
        return SnapshotFile.of(path + ".html", "text/html; charset=utf-8", bytes.toByteArray());
    }
}
