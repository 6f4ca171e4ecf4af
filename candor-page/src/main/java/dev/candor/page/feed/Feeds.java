package dev.candor.page.feed;

import dev.candor.base.json.Json;
import dev.candor.page.BulletinModel;
import dev.candor.page.PageModel;
import dev.candor.page.SnapshotFile;
import dev.candor.page.UpdateModel;
import dev.candor.page.html.Markdown;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The four feeds, and one of bulletins where there are any. `history.atom` and `history.rss` have one entry per
/// incident that is revised in place, in the form
/// Statuspage's readers parse; `updates.atom` and `feed.json` have one entry per update whose id never changes, for
/// readers that ignore revisions.
public final class Feeds {
    private static final int STORIES = 50;
    private static final int UPDATES = 100;
    private static final DateTimeFormatter RFC_822 =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss Z", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    private final PageModel page;
    private final String tag;

    private Feeds(PageModel page) {
        this.page = page;
        String host = page.url().getHost();
        this.tag = "tag:" + (host == null ? page.slug() : host) + ",2005:";
    }

    public static List<SnapshotFile> files(PageModel page) {
        var feeds = new Feeds(page);
        List<Story> stories = Story.of(page, STORIES);
        List<Word> words = feeds.words();
        var files = new ArrayList<>(List.of(
                SnapshotFile.of("history.atom", "application/atom+xml; charset=utf-8", feeds.historyAtom(stories)),
                SnapshotFile.of("history.rss", "application/rss+xml; charset=utf-8", feeds.historyRss(stories)),
                SnapshotFile.of("updates.atom", "application/atom+xml; charset=utf-8", feeds.updatesAtom(words)),
                SnapshotFile.text("feed.json", "application/feed+json", feeds.jsonFeed(words))));
        if (!page.bulletins().isEmpty()) {
            files.add(SnapshotFile.of("bulletin.atom", "application/atom+xml; charset=utf-8", feeds.bulletinAtom()));
        }
        return List.copyOf(files);
    }

    /// One entry per week; what was published stays as it is.
    private byte[] bulletinAtom() {
        List<BulletinModel> bulletins =
                page.bulletins().subList(0, Math.min(STORIES, page.bulletins().size()));
        Instant updated = bulletins.stream()
                .map(BulletinModel::publishedAt)
                .max(Comparator.naturalOrder())
                .orElse(page.updatedAt());
        var xml = atomHead("bulletin", "bulletin.atom", page.name() + " - Bulletins", updated);
        for (BulletinModel bulletin : bulletins) {
            xml.open("entry")
                    .text("id", tag + "Bulletin/" + bulletin.week())
                    .text("published", bulletin.publishedAt().toString())
                    .text("updated", bulletin.publishedAt().toString())
                    .empty("link", "rel", "alternate", "type", "text/html", "href", page.url() + "/" + bulletin.path())
                    .text("title", bulletin.title())
                    .text("content", Markdown.article(bulletin.markdown(), 3), "type", "html")
                    .close();
        }
        return xml.close().bytes();
    }

    /// One update with the story it belongs to.
    private record Word(Story story, UpdateModel update, Instant postedAt) {}

    private List<Word> words() {
        var words = new ArrayList<Word>();
        for (Story story : Story.of(page, Integer.MAX_VALUE)) {
            for (UpdateModel update : story.updates()) {
                update.postedAt().ifPresent(at -> words.add(new Word(story, update, at)));
            }
        }
        words.sort(Comparator.comparing(Word::postedAt).reversed());
        return List.copyOf(words.subList(0, Math.min(UPDATES, words.size())));
    }

    private byte[] historyAtom(List<Story> stories) {
        Instant updated = stories.stream()
                .map(Story::updatedAt)
                .max(Comparator.naturalOrder())
                .orElse(page.updatedAt());
        var xml = atomHead("history", "history.atom", page.name() + " Status - Incident History", updated);
        for (Story story : stories) {
            xml.open("entry")
                    .text("id", tag + "Incident/" + story.id())
                    .text(
                            "published",
                            story.publishedAt().orElse(story.updatedAt()).toString())
                    .text("updated", story.updatedAt().toString())
                    .empty("link", "rel", "alternate", "type", "text/html", "href", story.link())
                    .text("title", story.title())
                    .text("content", html(story), "type", "html")
                    .close();
        }
        return xml.close().bytes();
    }

    private byte[] updatesAtom(List<Word> words) {
        Instant updated = words.stream()
                .map(word -> word.update().editedAt().orElse(word.postedAt()))
                .max(Comparator.naturalOrder())
                .orElse(page.updatedAt());
        var xml = atomHead("updates", "updates.atom", page.name() + " Status - Updates", updated);
        for (Word word : words) {
            xml.open("entry")
                    .text("id", tag + "Update/" + word.update().id())
                    .text("published", word.postedAt().toString())
                    .text(
                            "updated",
                            word.update().editedAt().orElse(word.postedAt()).toString())
                    .empty("link", "rel", "alternate", "type", "text/html", "href", wordLink(word))
                    .text("title", wordTitle(word))
                    .text("content", content(word.update()), "type", "html")
                    .close();
        }
        return xml.close().bytes();
    }

    private Xml atomHead(String id, String file, String title, Instant updated) {
        String url = page.url().toString();
        return new Xml()
                .open("feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", "en-US")
                .text("id", tag + "/" + id)
                .empty("link", "rel", "alternate", "type", "text/html", "href", url)
                .empty("link", "rel", "self", "type", "application/atom+xml", "href", url + "/" + file)
                .text("title", title)
                .text("updated", updated.toString())
                .open("author")
                .text("name", page.name())
                .close();
    }

    private byte[] historyRss(List<Story> stories) {
        String url = page.url().toString();
        Instant updated = stories.stream()
                .map(Story::updatedAt)
                .max(Comparator.naturalOrder())
                .orElse(page.updatedAt());
        var xml = new Xml()
                .open("rss", "version", "2.0", "xmlns:atom", "http://www.w3.org/2005/Atom")
                .open("channel")
                .text("title", page.name() + " Status - Incident History")
                .text("link", url)
                .text("description", "Statuspage")
                .empty("atom:link", "rel", "self", "type", "application/rss+xml", "href", url + "/history.rss")
                .text("pubDate", rfc822(updated));
        for (Story story : stories) {
            xml.open("item").text("title", story.title()).text("description", html(story));
            Optional<Instant> published = story.window().map(Story.Window::from).or(story::publishedAt);
            published.ifPresent(at -> xml.text("pubDate", rfc822(at)));
            story.window().ifPresent(window -> xml.text("maintenanceEndDate", rfc822(window.until())));
            xml.text("link", story.link()).text("guid", story.link()).close();
        }
        return xml.close().close().bytes();
    }

    private String jsonFeed(List<Word> words) {
        String url = page.url().toString();
        List<@Nullable Object> items = words.stream()
                .<@Nullable Object>map(word -> Json.object(
                        "id",
                        tag + "Update/" + word.update().id(),
                        "url",
                        wordLink(word),
                        "title",
                        wordTitle(word),
                        "content_html",
                        content(word.update()),
                        "content_text",
                        Markdown.plain(word.update().markdown()),
                        "date_published",
                        word.postedAt().toString(),
                        "date_modified",
                        word.update().editedAt().orElse(word.postedAt()).toString(),
                        "tags",
                        List.of(word.update().phase().wireName())))
                .toList();
        return Json.write(Json.object(
                "version",
                "https://jsonfeed.org/version/1.1",
                "title",
                page.name() + " Status - Updates",
                "home_page_url",
                url,
                "feed_url",
                url + "/feed.json",
                "language",
                "en-US",
                "items",
                items));
    }

    private String content(UpdateModel update) {
        return Markdown.html(update.markdown(), 3) + earlier(update);
    }

    /// What was said before it was put right: a feed that only shows new words would hide that they changed.
    private String earlier(UpdateModel update) {
        var html = new StringBuilder();
        for (UpdateModel.Earlier earlier : update.earlier()) {
            html.append("<p><em>Corrected ")
                    .append(stamp(earlier.until()))
                    .append(earlier.why().isEmpty() ? "." : ": " + Markdown.inline(earlier.why()))
                    .append(" Until then it said:</em></p>\n<blockquote>")
                    .append(Markdown.html(earlier.markdown(), 3))
                    .append("</blockquote>\n");
        }
        return html.toString();
    }

    private static String wordLink(Word word) {
        return word.story().link() + "#" + word.update().id();
    }

    private static String wordTitle(Word word) {
        return word.update().phase().label() + ": " + word.story().title();
    }

    /// The HTML Statuspage's own feeds carry: newest first, the state in `strong`, which readers look for.
    private String html(Story story) {
        var html = new StringBuilder();
        story.window()
                .ifPresent(window -> html.append("<p><strong>THIS IS A SCHEDULED EVENT ")
                        .append(stamp(window.from()))
                        .append(" - ")
                        .append(stamp(window.until()))
                        .append("</strong></p>\n"));
        if (story.updates().isEmpty()) {
            html.append("<p><strong>").append(story.phase().label()).append("</strong></p>");
        }
        for (UpdateModel update : story.updates()) {
            html.append("<p><small>")
                    .append(update.postedAt().map(this::stamp).orElse("time not recorded"))
                    .append("</small><br><strong>")
                    .append(update.phase().label())
                    .append("</strong> - ")
                    .append(Markdown.inline(update.markdown()))
                    .append("</p>\n")
                    .append(earlier(update));
        }
        return html.toString();
    }

    private String stamp(Instant at) {
        ZonedDateTime local = at.atZone(page.zone());
        return MONTH.format(local)
                + " <var data-var='date'>"
                + DAY.format(local)
                + "</var>, <var data-var='time'>"
                + CLOCK.format(local)
                + "</var> "
                + zone(local);
    }

    private static String zone(ZonedDateTime at) {
        ZoneId zone = at.getZone();
        boolean utc = zone.getRules().isFixedOffset() && at.getOffset().equals(ZoneOffset.UTC);
        return utc ? "UTC" : ZONE.format(at);
    }

    private static String rfc822(Instant at) {
        return RFC_822.format(at.atOffset(ZoneOffset.UTC));
    }
}
