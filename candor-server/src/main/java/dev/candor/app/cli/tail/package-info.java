/// `candor tail`: access logs on other machines, from file to server, nothing twice and nothing left out.
@org.jspecify.annotations.NullMarked
package dev.candor.app.cli.tail;
