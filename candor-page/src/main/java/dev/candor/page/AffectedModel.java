package dev.candor.page;

/// A component named by an update, with its state before and after.
///
/// @param componentId 12 characters
/// @param name as readers know it, without its group
public record AffectedModel(String componentId, String name, ComponentStatus before, ComponentStatus after) {}
