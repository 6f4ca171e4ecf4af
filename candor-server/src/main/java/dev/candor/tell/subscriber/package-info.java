/// Readers who want mails.
package dev.candor.tell.subscriber;
