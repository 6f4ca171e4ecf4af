/// Ids and chance, from injected sources.
package dev.candor.base.ids;
