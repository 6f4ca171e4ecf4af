/// Accept and fsync: what came in is on the disk before the sender hears "accepted".
package dev.candor.platform.spool;
