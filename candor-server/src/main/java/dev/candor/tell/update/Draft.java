package dev.candor.tell.update;

import dev.candor.page.ComponentStatus;
import dev.candor.page.IncidentPhase;
import java.util.Map;

/// What is to be said of an incident.
///
/// @param page its slug
/// @param title what the public calls the incident; never the team's own title, which may name hosts
/// @param components by code; others stay as they are
public record Draft(
        String page, String title, IncidentPhase phase, String body, Map<String, ComponentStatus> components) {}
