-- Only measurements: what a power cut may take without a decision being lost.
CREATE TABLE schema_digest (id BIGINT PRIMARY KEY, digest TEXT NOT NULL);

-- All results of one monitor at one place in one hour, packed (see ResultBlock).
CREATE TABLE result_block (
  monitor TEXT NOT NULL,
  location TEXT NOT NULL,
  hour BIGINT NOT NULL,
  results BIGINT NOT NULL,
  block ${bytes} NOT NULL,
  PRIMARY KEY (monitor, location, hour)
);
CREATE INDEX result_block_hour ON result_block (hour);

-- Per hour and per day, mergeable: counts by outcome and a latency sketch.
CREATE TABLE result_rollup (
  monitor TEXT NOT NULL,
  location TEXT NOT NULL,
  span TEXT NOT NULL,
  start_at BIGINT NOT NULL,
  passed BIGINT NOT NULL,
  degraded BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  not_run BIGINT NOT NULL,
  latency_sum BIGINT NOT NULL,
  latency_sketch ${bytes} NOT NULL,
  PRIMARY KEY (monitor, location, span, start_at)
);
CREATE INDEX result_rollup_start ON result_rollup (span, start_at);
