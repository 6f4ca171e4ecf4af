/// Words that were said on a page by hand while no server ran, and how they get into the ledger.
package dev.candor.tell.hand;
