/// The channel of the canary: a synthetic alert that walks the whole chain and is confirmed inside the process.
package dev.candor.paging.channel.canary;
