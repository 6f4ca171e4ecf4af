/// JSON with limits.
package dev.candor.base.json;
