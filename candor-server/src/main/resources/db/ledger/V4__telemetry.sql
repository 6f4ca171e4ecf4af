-- What the rules over access logs remember of each service, and every rise of failures they told.
CREATE TABLE log_state (
  service TEXT PRIMARY KEY,
  count_state ${bytes} NOT NULL,
  burn_state ${bytes} NOT NULL,
  covered TEXT NOT NULL,
  judged_until BIGINT NOT NULL
);
CREATE TABLE log_rise (
  id TEXT PRIMARY KEY,
  service TEXT NOT NULL,
  dedup_key TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  noticed_at BIGINT NOT NULL,
  said_at BIGINT NOT NULL,
  ended_at BIGINT,
  severity TEXT NOT NULL,
  summary TEXT NOT NULL,
  slices TEXT NOT NULL,
  explanation TEXT NOT NULL
);
CREATE INDEX log_rise_service ON log_rise (service, started_at);
