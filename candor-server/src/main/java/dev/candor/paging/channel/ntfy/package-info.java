/// Push messages through ntfy.
package dev.candor.paging.channel.ntfy;
