-- learn: what people say caused an incident, and how a postmortem comes about.
CREATE TABLE incident_cause (
  incident TEXT PRIMARY KEY,
  cause TEXT NOT NULL,
  said_by TEXT NOT NULL,
  at BIGINT NOT NULL
);
ALTER TABLE postmortem ADD COLUMN reviewed_by TEXT;
ALTER TABLE postmortem ADD COLUMN reviewed_at BIGINT;
ALTER TABLE postmortem ADD COLUMN copy_reason TEXT;
