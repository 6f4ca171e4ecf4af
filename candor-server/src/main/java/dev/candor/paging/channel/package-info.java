/// Ways to tell people and machines: a folder each.
package dev.candor.paging.channel;
