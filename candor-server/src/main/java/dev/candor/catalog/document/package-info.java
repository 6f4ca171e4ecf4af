/// Documents: what is configured, with the place of every part, read with every mistake reported.
package dev.candor.catalog.document;
