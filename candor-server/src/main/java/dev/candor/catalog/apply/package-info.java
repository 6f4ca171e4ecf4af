/// Configuration as code: read, plan, apply; all or nothing.
package dev.candor.catalog.apply;
