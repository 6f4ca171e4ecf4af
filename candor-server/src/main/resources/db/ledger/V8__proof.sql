-- The proof that somebody is woken: what came of rehearsing each rule, what rehearsals of contacts said, which gaps
-- of coverage were told.
CREATE TABLE rule_proof (
  rule TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  outcome TEXT NOT NULL,
  why TEXT NOT NULL,
  detail TEXT NOT NULL,
  tried_at BIGINT NOT NULL,
  proven_at BIGINT
);
CREATE TABLE contact_rehearsal (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  receiver TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  provider TEXT NOT NULL,
  provider_said TEXT NOT NULL,
  provider_at BIGINT,
  confirmed_at BIGINT
);
CREATE INDEX contact_rehearsal_person ON contact_rehearsal (person, sent_at);
CREATE INDEX contact_rehearsal_receiver ON contact_rehearsal (receiver, sent_at);
CREATE TABLE coverage_gap (
  id TEXT PRIMARY KEY,
  schedule TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  told_at BIGINT NOT NULL
);
CREATE INDEX coverage_gap_schedule ON coverage_gap (schedule, until_at);
