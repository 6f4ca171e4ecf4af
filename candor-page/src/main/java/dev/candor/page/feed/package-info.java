/// Feeds, calendar, badge and plain text: the page for machines and readers.
package dev.candor.page.feed;
