package dev.candor.respond.runbook;

import dev.candor.catalog.Catalogs;
import dev.candor.platform.Platform;
import dev.candor.platform.db.Tx;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The visible face of runbooks: runs, what people do with them, and what they left behind for a while.
public final class Runbooks {
    private final RunStore store = new RunStore();
    private final StepStore steps = new StepStore();
    private final MitigationStore mitigations = new MitigationStore();
    private final Runs runs;
    private final RunActions actions;
    private final Answers answers;
    private final Reminders reminders;

    /// @param worker names this process among those that share the ledger
    public Runbooks(
            Platform platform,
            Catalogs catalogs,
            Outside outside,
            PublicWords words,
            Executor threads,
            String worker,
            Supplier<String> consoleUrl) {
        var said = new Said(platform, catalogs, words, consoleUrl);
        this.runs = new Runs(platform, catalogs, store, steps, mitigations, said, outside, threads, worker);
        this.actions = new RunActions(platform, catalogs, store, steps, mitigations, runs, said);
        this.answers = new Answers(platform, store, runs);
        this.reminders = new Reminders(platform, store, mitigations, said);
    }

    public Runs runs() {
        return runs;
    }

    public RunActions actions() {
        return actions;
    }

    public Answers answers() {
        return answers;
    }

    public Reminders reminders() {
        return reminders;
    }

    public RunStore store() {
        return store;
    }

    public StepStore steps() {
        return steps;
    }

    public MitigationStore mitigations() {
        return mitigations;
    }

    /// The steps of a run as they were when it began.
    public Plan plan(Tx tx, Run run) {
        return runs.stored(tx, run).plan(run);
    }
}
