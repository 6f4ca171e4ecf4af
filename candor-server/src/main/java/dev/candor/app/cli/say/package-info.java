/// `candor say`: speaking on a page when no server can.
package dev.candor.app.cli.say;
