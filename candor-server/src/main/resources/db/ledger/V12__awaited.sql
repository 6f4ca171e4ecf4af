-- The places that are waited for, and how much of that time is left: a restart does not begin it anew.
CREATE TABLE awaited (
  monitor TEXT NOT NULL,
  location TEXT NOT NULL,
  left_ms BIGINT NOT NULL,
  as_it_was BIGINT NOT NULL,
  again BIGINT NOT NULL,
  PRIMARY KEY (monitor, location)
);
