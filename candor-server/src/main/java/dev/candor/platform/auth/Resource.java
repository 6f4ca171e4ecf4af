package dev.candor.platform.auth;

import static dev.candor.platform.auth.Role.ADMIN;
import static dev.candor.platform.auth.Role.RESPONDER;
import static dev.candor.platform.auth.Role.VIEWER;

/// What routes are about, each with the least role for looking, acting and changing. This is the whole matrix; a test
/// prints and checks it.
public enum Resource {
    OVERVIEW(VIEWER, RESPONDER, ADMIN),
    MONITORS(VIEWER, RESPONDER, RESPONDER),
    ALERTS(VIEWER, RESPONDER, RESPONDER),
    INCIDENTS(VIEWER, RESPONDER, RESPONDER),
    CHANGES(VIEWER, RESPONDER, RESPONDER),
    SERVICES(VIEWER, RESPONDER, ADMIN),
    RUNBOOKS(VIEWER, RESPONDER, ADMIN),
    PAGES(VIEWER, RESPONDER, ADMIN),
    MAINTENANCES(VIEWER, RESPONDER, RESPONDER),
    PEOPLE(VIEWER, RESPONDER, ADMIN),
    SCHEDULES(VIEWER, RESPONDER, ADMIN),
    CHANNELS(RESPONDER, RESPONDER, ADMIN),
    DELIVERIES(RESPONDER, RESPONDER, ADMIN),
    SUBSCRIBERS(ADMIN, ADMIN, ADMIN),
    HISTORY(VIEWER, ADMIN, ADMIN),
    CONFIGURATION(ADMIN, ADMIN, ADMIN),
    SETTINGS(ADMIN, ADMIN, ADMIN),
    TOKENS(ADMIN, ADMIN, ADMIN),
    AUDIT(ADMIN, ADMIN, ADMIN),
    /// One's own account: everybody who is signed in.
    OWN_ACCOUNT(VIEWER, VIEWER, VIEWER);

    private final Role read;
    private final Role act;
    private final Role write;

    Resource(Role read, Role act, Role write) {
        this.read = read;
        this.act = act;
        this.write = write;
    }

    public Role least(Action action) {
        return switch (action) {
            case READ -> read;
            case ACT -> act;
            case WRITE -> write;
        };
    }

    public boolean permits(Role role, Action action) {
        return role.compareTo(least(action)) >= 0;
    }
}
