/// The append-only facts a timeline is drawn from.
package dev.candor.platform.journal;
