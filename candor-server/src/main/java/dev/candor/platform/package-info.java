/// What every domain stands on: rows, promises, facts, loops, web, access.
package dev.candor.platform;
