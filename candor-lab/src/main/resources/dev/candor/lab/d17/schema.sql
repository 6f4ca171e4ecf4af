CREATE TABLE task (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key TEXT NOT NULL, overrides INT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(), attempts INT NOT NULL DEFAULT 0,
  done_at TIMESTAMPTZ, set_aside_at TIMESTAMPTZ);
CREATE INDEX task_waiting ON task (attempts, id) WHERE done_at IS NULL;
