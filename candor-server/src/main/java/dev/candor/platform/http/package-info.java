/// The web server: one route table, the gate before every route, clear answers to everything.
package dev.candor.platform.http;
