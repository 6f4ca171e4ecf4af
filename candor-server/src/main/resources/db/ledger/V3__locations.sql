-- What is seen from each place, and the agents that look there.
CREATE TABLE vote (
  monitor TEXT NOT NULL,
  location TEXT NOT NULL,
  verdict TEXT NOT NULL,
  since BIGINT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (monitor, location)
);
CREATE TABLE agent (
  id TEXT PRIMARY KEY,
  location TEXT NOT NULL,
  version TEXT NOT NULL,
  address TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  skew_ms BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  waiting BIGINT NOT NULL
);
CREATE INDEX agent_location ON agent (location, seen_at);
