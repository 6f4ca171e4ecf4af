-- Vendors' status pages: what is remembered of each, what they reported when, and how they stood.
CREATE TABLE vendor_state (
  vendor TEXT PRIMARY KEY,
  due_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  format TEXT NOT NULL,
  changed_at BIGINT,
  components TEXT NOT NULL
);
CREATE TABLE vendor_event (
  vendor TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  planned BIGINT NOT NULL,
  phase TEXT NOT NULL,
  impact TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  said_at BIGINT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  ended_at BIGINT,
  components TEXT NOT NULL,
  updates TEXT NOT NULL,
  link TEXT NOT NULL,
  PRIMARY KEY (vendor, id)
);
CREATE INDEX vendor_event_time ON vendor_event (vendor, said_at);
CREATE INDEX vendor_event_ended ON vendor_event (ended_at);
CREATE TABLE vendor_change (
  id TEXT PRIMARY KEY,
  vendor TEXT NOT NULL,
  at BIGINT NOT NULL,
  standing TEXT NOT NULL,
  readable BIGINT NOT NULL,
  why TEXT NOT NULL
);
CREATE INDEX vendor_change_time ON vendor_change (vendor, at);
CREATE INDEX vendor_change_at ON vendor_change (at);
