/// Mails over SMTP.
package dev.candor.paging.channel.email;
