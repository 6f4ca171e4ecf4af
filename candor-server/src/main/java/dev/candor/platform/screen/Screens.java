package dev.candor.platform.screen;

import dev.candor.platform.http.Answer;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/// Renders the precompiled templates that stand beside the features they show.
public final class Screens {
    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Screens.class.getClassLoader(), "dev.candor.templates");

    private Screens() {}

    /// @param template path from the source root: `dev/candor/app/console/overview.jte`
    public static Answer page(int status, String template, Map<String, Object> values) {
        var output = new StringOutput(16 << 10);
        TEMPLATES.render(template, values, output);
        return Answer.html(status, output.toString());
    }
}
