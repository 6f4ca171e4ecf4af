/// The door of the house: one sender's bytes in, requests counted in windows.
package dev.candor.telemetry;
