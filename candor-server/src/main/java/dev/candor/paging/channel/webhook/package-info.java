/// Signed webhooks.
package dev.candor.paging.channel.webhook;
