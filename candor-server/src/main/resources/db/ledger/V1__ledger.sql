-- Everything a decision rests on. Times are epoch milliseconds, ids UUIDv7 as text, booleans 0 or 1.
CREATE TABLE schema_digest (id BIGINT PRIMARY KEY, digest TEXT NOT NULL);

-- platform ---------------------------------------------------------------------------------------
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  lane TEXT NOT NULL,
  kind TEXT NOT NULL,
  receiver TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  priority BIGINT NOT NULL,
  claim_token TEXT,
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  give_up_at BIGINT NOT NULL,
  cancel_at BIGINT,
  settled_at BIGINT,
  last_error TEXT,
  provider_id TEXT
);
CREATE INDEX outbox_due ON outbox (lane, due_at) WHERE state IN ('pending', 'claimed');
CREATE INDEX outbox_subject ON outbox (subject, state);
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE state IN ('sent', 'cancelled');
CREATE INDEX outbox_state ON outbox (state, id);
CREATE INDEX outbox_receiver ON outbox (receiver, state);

CREATE TABLE outbox_attempt (
  id TEXT PRIMARY KEY,
  message_id TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  at BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX outbox_attempt_message ON outbox_attempt (message_id);

CREATE TABLE journal (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  text TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX journal_subject ON journal (subject, id);

CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
);

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE credential (
  person TEXT PRIMARY KEY,
  password_hash TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person);
CREATE TABLE one_time_token (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  subject TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE TABLE api_token (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  token_hash TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  team TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  used_at BIGINT,
  revoked_at BIGINT
);
CREATE TABLE idempotency (
  key TEXT PRIMARY KEY,
  request_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- catalog: what is configured is a document of a kind, wherever it came from --------------------------
CREATE TABLE catalog (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (kind, name)
);

-- detect -------------------------------------------------------------------------------------------
CREATE TABLE monitor_state (
  monitor TEXT PRIMARY KEY,
  verdict TEXT NOT NULL,
  since BIGINT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE TABLE flip (
  id TEXT PRIMARY KEY,
  monitor TEXT NOT NULL,
  at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  verdict_from TEXT NOT NULL,
  verdict_to TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX flip_monitor ON flip (monitor, at);
CREATE TABLE failing_evidence (
  id TEXT PRIMARY KEY,
  monitor TEXT NOT NULL,
  location TEXT NOT NULL,
  at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX failing_evidence_monitor ON failing_evidence (monitor, at);
CREATE TABLE signal (
  id TEXT PRIMARY KEY,
  seq_at BIGINT NOT NULL,
  event TEXT NOT NULL,
  source TEXT NOT NULL,
  service TEXT NOT NULL,
  dedup_key TEXT NOT NULL,
  severity TEXT NOT NULL,
  summary TEXT NOT NULL,
  detail TEXT NOT NULL,
  at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL
);
CREATE INDEX signal_pending ON signal (id) WHERE state = 'pending';
CREATE INDEX signal_received ON signal (received_at);

-- paging -------------------------------------------------------------------------------------------
CREATE TABLE alert (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  service TEXT NOT NULL,
  dedup_key TEXT NOT NULL,
  source TEXT NOT NULL,
  severity TEXT NOT NULL,
  summary TEXT NOT NULL,
  detail TEXT NOT NULL,
  state TEXT NOT NULL,
  muted TEXT NOT NULL,
  count BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  triggered_at BIGINT NOT NULL,
  last_signal_at BIGINT NOT NULL,
  acknowledged_at BIGINT,
  acknowledged_by TEXT,
  resolved_at BIGINT,
  resolved_by TEXT,
  incident TEXT
);
CREATE UNIQUE INDEX alert_open ON alert (service, dedup_key) WHERE state <> 'resolved';
CREATE INDEX alert_state ON alert (state, id);
CREATE INDEX alert_incident ON alert (incident);
CREATE TABLE escalation (
  alert TEXT PRIMARY KEY,
  policy TEXT NOT NULL,
  step BIGINT NOT NULL,
  round BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX escalation_due ON escalation (next_at) WHERE state = 'running';

-- respond ------------------------------------------------------------------------------------------
CREATE TABLE incident (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  number BIGINT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  public_title TEXT NOT NULL,
  service TEXT NOT NULL,
  severity TEXT NOT NULL,
  state TEXT NOT NULL,
  phase TEXT NOT NULL,
  visibility TEXT NOT NULL,
  impact TEXT NOT NULL,
  components TEXT NOT NULL,
  commander TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  detected_at BIGINT NOT NULL,
  acknowledged_at BIGINT,
  mitigated_at BIGINT,
  resolved_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX incident_open ON incident (service) WHERE state <> 'resolved';

-- tell ---------------------------------------------------------------------------------------------
CREATE TABLE incident_update (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  incident TEXT NOT NULL,
  page TEXT NOT NULL,
  phase TEXT NOT NULL,
  body TEXT NOT NULL,
  components TEXT NOT NULL,
  author TEXT NOT NULL,
  display_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX incident_update_incident ON incident_update (incident);
CREATE INDEX incident_update_page ON incident_update (page, id);
CREATE TABLE component_status (
  id TEXT PRIMARY KEY,
  page TEXT NOT NULL,
  component TEXT NOT NULL,
  status TEXT NOT NULL,
  unknown BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  cause TEXT NOT NULL
);
CREATE UNIQUE INDEX component_status_open ON component_status (page, component) WHERE until_at IS NULL;
CREATE INDEX component_status_time ON component_status (page, component, from_at);
CREATE TABLE page_state (
  page TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  sequence BIGINT NOT NULL,
  position BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  rendered_at BIGINT NOT NULL,
  signing_key TEXT NOT NULL
);
CREATE TABLE maintenance (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  page TEXT NOT NULL,
  name TEXT NOT NULL,
  services TEXT NOT NULL,
  components TEXT NOT NULL,
  state TEXT NOT NULL,
  automatic BIGINT NOT NULL,
  scheduled_for BIGINT NOT NULL,
  scheduled_until BIGINT NOT NULL,
  started_at BIGINT,
  completed_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX maintenance_open ON maintenance (scheduled_for) WHERE state <> 'completed';
CREATE TABLE subscriber (
  id TEXT PRIMARY KEY,
  page TEXT NOT NULL,
  email TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  ended_at BIGINT,
  UNIQUE (page, email)
);

-- learn --------------------------------------------------------------------------------------------
CREATE TABLE history_incident (
  key TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  page TEXT NOT NULL,
  position BIGINT NOT NULL,
  document TEXT NOT NULL,
  imported_at BIGINT NOT NULL
);
CREATE INDEX history_incident_page ON history_incident (page, position);
CREATE TABLE postmortem (
  incident TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  author TEXT NOT NULL,
  published_at BIGINT,
  updated_at BIGINT NOT NULL
);
CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
