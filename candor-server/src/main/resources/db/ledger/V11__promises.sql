-- tell: what was promised for when.
CREATE TABLE commitment (
  id TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  page TEXT NOT NULL,
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  state TEXT NOT NULL,
  reminded INTEGER NOT NULL,
  ended_at BIGINT,
  why TEXT NOT NULL
);
CREATE INDEX commitment_incident ON commitment (incident);
CREATE INDEX commitment_open ON commitment (due_at) WHERE state = 'open';

-- tell: what was put right of what was said; the words of the update itself stay as they were.
CREATE TABLE update_correction (
  id TEXT PRIMARY KEY,
  update_id TEXT NOT NULL,
  page TEXT NOT NULL,
  body TEXT NOT NULL,
  why TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX update_correction_page ON update_correction (page);
CREATE INDEX update_correction_update ON update_correction (update_id);

-- learn: what a published postmortem said before it was changed.
CREATE TABLE postmortem_before (
  id TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  body TEXT NOT NULL,
  until_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL
);
CREATE INDEX postmortem_before_incident ON postmortem_before (incident);
