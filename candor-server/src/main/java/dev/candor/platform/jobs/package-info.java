/// Loops: woken by commits and by due times, polling as the safety net.
package dev.candor.platform.jobs;
