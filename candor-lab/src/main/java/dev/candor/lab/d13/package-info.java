/// D13, lost asynchronous events: an app that sends events and forgets them, before a receiver that is down.
package dev.candor.lab.d13;
