/// What a page shows, and keeping it true.
package dev.candor.tell.page;
