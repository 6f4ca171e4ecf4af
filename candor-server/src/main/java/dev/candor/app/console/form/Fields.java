package dev.candor.app.console.form;

import java.util.List;

/// Fields and groups in few words, for those who describe forms.
final class Fields {
    static final Input.Source TEAMS = new Input.Source("teams", "team");
    static final Input.Source PEOPLE = new Input.Source("people", "person");
    static final Input.Source SCHEDULES = new Input.Source("schedules", "schedule");
    static final Input.Source CHANNELS = new Input.Source("channels", "channel");
    static final Input.Source POLICIES = new Input.Source("escalation-policies", "escalation-policy");
    static final Input.Source SERVICES = new Input.Source("services", "service");

    private Fields() {}

    static Field name(String hint, String example) {
        return text("name", "Name", hint, example).must();
    }

    static Field text(String key, String label, String hint, String example) {
        return new Field(key, label, hint, new Input.Line("text", example));
    }

    static Field number(String key, String label, String hint, String example) {
        return new Field(key, label, hint, new Input.Line("number", example));
    }

    static Field url(String key, String label, String hint, String example) {
        return new Field(key, label, hint, new Input.Line("url", example));
    }

    static Field lines(String key, String label, String hint, String example) {
        return new Field(key, label, hint, new Input.Lines(example));
    }

    static Field pairs(String key, String label, String hint, String example) {
        return new Field(key, label, hint, new Input.Pairs(example));
    }

    static Field code(String key, String label, String hint, String example) {
        return new Field(key, label, hint, new Input.Words(example, true));
    }

    static Field zone(String key, String label, String hint) {
        return new Field(key, label, hint, new Input.Zone());
    }

    static Field flag(String key, String label, String hint) {
        return new Field(key, label, hint, new Input.Flag());
    }

    /// @param usual what counts while the document says nothing
    static Field choice(String key, String label, String hint, String usual, Option... options) {
        return new Field(key, label, hint, new Input.Choice(List.of(options), usual));
    }

    static Field service(String hint) {
        return new Field("service", "Service", hint, new Input.One(SERVICES, "choose"));
    }

    static Group group(String title, String hint, Field... fields) {
        return new Group(title, hint, false, List.of(fields));
    }

    static Group folded(String title, String hint, Field... fields) {
        return new Group(title, hint, true, List.of(fields));
    }
}
