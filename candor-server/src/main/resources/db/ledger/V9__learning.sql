-- learn: what people say caused an incident, and how a postmortem comes about.
CREATE TABLE incident_cause (
  incident TEXT PRIMARY KEY,
  cause TEXT NOT NULL,
  said_by TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE TABLE postmortem_review (
  incident TEXT PRIMARY KEY,
  reviewed_by TEXT NOT NULL,
  reviewed_at BIGINT NOT NULL
);
CREATE TABLE postmortem_copy (
  incident TEXT PRIMARY KEY,
  reason TEXT NOT NULL
);
CREATE TABLE bulletin (
  page TEXT NOT NULL,
  week TEXT NOT NULL,
  body TEXT NOT NULL,
  author TEXT NOT NULL,
  published_at BIGINT,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (page, week)
);

-- respond: what an incident left broken.
CREATE TABLE repair (
  id TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  what TEXT NOT NULL,
  amount TEXT NOT NULL,
  owner TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  closed_at BIGINT,
  closed_by TEXT,
  evidence TEXT
);
CREATE INDEX repair_incident ON repair (incident, state);

-- learn: what is to change.
CREATE TABLE action_item (
  id TEXT PRIMARY KEY,
  incident TEXT NOT NULL,
  service TEXT NOT NULL,
  what TEXT NOT NULL,
  owner TEXT NOT NULL,
  due TEXT NOT NULL,
  state TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by TEXT,
  proof TEXT
);
CREATE INDEX action_item_incident ON action_item (incident);
CREATE INDEX action_item_open ON action_item (due) WHERE state = 'open';
