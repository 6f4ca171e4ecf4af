/// Speaking on a page without its server: what is needed for it, as a file, and what the page says then.
package dev.candor.page.kit;
