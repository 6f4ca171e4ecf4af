/// The HTML of a page: view records, templates beside them, Markdown, style and script.
package dev.candor.page.html;
