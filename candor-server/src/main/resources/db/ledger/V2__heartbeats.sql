-- Jobs that say themselves that they ran: what is remembered of each, and their last pings.
CREATE TABLE heartbeat (monitor TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE ping (
  id TEXT PRIMARY KEY,
  monitor TEXT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  exit_code BIGINT NOT NULL,
  run TEXT NOT NULL,
  sender TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX ping_monitor ON ping (monitor, at);
CREATE INDEX ping_at ON ping (at);
