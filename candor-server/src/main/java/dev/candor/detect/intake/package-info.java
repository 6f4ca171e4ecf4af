/// Foreign doors: one folder per format, all accept-and-fsync.
package dev.candor.detect.intake;
