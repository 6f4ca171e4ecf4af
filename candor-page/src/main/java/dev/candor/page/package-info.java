/// Public status pages: what they show (`PageModel`), how it becomes finished, signed files (`SnapshotRenderer`,
/// `SnapshotDirectory`) and who hands them out (`PageServer`, `EdgeNode`).
///
/// Knows nothing of the server that fills the model and needs nothing of it while serving. Never decides what is
/// true:
/// it only refuses to show it greener than it is.
package dev.candor.page;
