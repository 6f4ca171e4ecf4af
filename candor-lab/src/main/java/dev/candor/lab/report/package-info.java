/// What `candor drill all` says at its end: for each of the 35 incidents in the reports, what happened then, and what
/// was measured with Candor in this run.
package dev.candor.lab.report;
