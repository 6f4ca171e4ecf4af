/// The command line.
package dev.candor.app.cli;
