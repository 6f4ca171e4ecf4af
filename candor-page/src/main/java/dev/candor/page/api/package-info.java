/// The Statuspage v2 read API, rendered as files.
package dev.candor.page.api;
