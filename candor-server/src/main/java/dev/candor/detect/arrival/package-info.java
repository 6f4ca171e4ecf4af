/// The door for what a monitor's steps cause: a webhook, a letter handed on by a mail service.
package dev.candor.detect.arrival;
