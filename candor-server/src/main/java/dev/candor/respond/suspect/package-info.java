/// Which change may have caused an incident, ranked with reasons, and which cannot have. It accuses nobody: it says
/// what lies near in time and place.
package dev.candor.respond.suspect;
