/// Checked procedures: what a runbook says, what a run of it may do next, and what is done about it. Decides purely
/// ({@link dev.candor.respond.runbook.RunRule}), writes every intent down before its effect, and touches the world only
/// through {@link dev.candor.respond.runbook.Outside}.
package dev.candor.respond.runbook;
