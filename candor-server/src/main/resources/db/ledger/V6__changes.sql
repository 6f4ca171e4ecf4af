-- What was changed, and how a watched change turned out.
CREATE TABLE change_event (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  service TEXT NOT NULL,
  labels TEXT NOT NULL,
  who TEXT NOT NULL,
  source TEXT NOT NULL,
  link TEXT NOT NULL,
  dedup_key TEXT NOT NULL,
  outcome TEXT NOT NULL,
  note TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  received_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX change_event_number ON change_event (number);
CREATE UNIQUE INDEX change_event_key ON change_event (service, dedup_key);
CREATE INDEX change_event_started ON change_event (started_at);
CREATE TABLE change_watch (
  change_id TEXT PRIMARY KEY,
  service TEXT NOT NULL,
  rollback TEXT NOT NULL,
  failing TEXT NOT NULL,
  state TEXT NOT NULL,
  said TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  called_at BIGINT,
  ended_at BIGINT,
  due_at BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX change_watch_due ON change_watch (due_at);
