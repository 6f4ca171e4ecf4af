/// Pages while the ledger is away: decided on what waits in the spool and the catalog in memory, sent directly.
package dev.candor.paging.emergency;
