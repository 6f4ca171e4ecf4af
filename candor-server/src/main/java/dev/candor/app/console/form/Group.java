package dev.candor.app.console.form;

import java.util.List;

/// Fields that belong together.
///
/// @param folded whether it is closed until somebody opens it or something in it is set
public record Group(String title, String hint, boolean folded, List<Field> fields) {}
