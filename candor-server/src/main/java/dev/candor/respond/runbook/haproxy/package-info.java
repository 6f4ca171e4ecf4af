/// HAProxy's runtime socket: one command a connection, answers that are never believed.
package dev.candor.respond.runbook.haproxy;
