-- Runs of runbooks: where each stands, what every step and every try saw and did, what nobody else may touch
-- meanwhile, and what they left behind for a while.
CREATE TABLE runbook_run (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  runbook TEXT NOT NULL,
  document TEXT NOT NULL,
  params TEXT NOT NULL,
  incident TEXT,
  started_by TEXT NOT NULL,
  started_person TEXT,
  started_at BIGINT NOT NULL,
  undo_of TEXT,
  undoes TEXT NOT NULL,
  deadline BIGINT NOT NULL,
  step BIGINT NOT NULL,
  phase TEXT NOT NULL,
  since BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  open_first BIGINT,
  open_last BIGINT,
  open_count BIGINT NOT NULL,
  held BIGINT NOT NULL,
  blind_since BIGINT,
  resume_at TEXT NOT NULL,
  question BIGINT NOT NULL,
  reason TEXT NOT NULL,
  why TEXT NOT NULL,
  processes TEXT NOT NULL,
  marks TEXT NOT NULL,
  maintenance TEXT,
  stop_by TEXT NOT NULL,
  answer TEXT NOT NULL,
  answer_by TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  lease_owner TEXT NOT NULL,
  lease_until BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE UNIQUE INDEX runbook_run_number ON runbook_run (number);
CREATE INDEX runbook_run_due ON runbook_run (phase, due_at);
CREATE INDEX runbook_run_incident ON runbook_run (incident);
CREATE INDEX runbook_run_ended ON runbook_run (ended_at);
CREATE INDEX runbook_run_undo ON runbook_run (undo_of);
CREATE INDEX runbook_run_of ON runbook_run (runbook, number);
CREATE TABLE runbook_step (
  run TEXT NOT NULL,
  step BIGINT NOT NULL,
  began_at BIGINT NOT NULL,
  ended_at BIGINT,
  PRIMARY KEY (run, step)
);
CREATE TABLE runbook_attempt (
  run TEXT NOT NULL,
  step BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  epoch BIGINT NOT NULL,
  effect TEXT NOT NULL,
  intent_at BIGINT NOT NULL,
  seen_before TEXT NOT NULL,
  was_state TEXT NOT NULL,
  was_weight BIGINT NOT NULL,
  acted_at BIGINT,
  outcome TEXT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (run, step, attempt)
);
CREATE TABLE runbook_lock (
  resource TEXT PRIMARY KEY,
  run TEXT NOT NULL,
  taken_at BIGINT NOT NULL
);
CREATE INDEX runbook_lock_run ON runbook_lock (run);
CREATE TABLE mitigation (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL,
  runbook TEXT NOT NULL,
  title TEXT NOT NULL,
  incident TEXT,
  owner TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  reminded BIGINT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT NOT NULL
);
CREATE UNIQUE INDEX mitigation_run ON mitigation (run);
CREATE INDEX mitigation_open ON mitigation (ended_at, expires_at);
