-- Requests of a service by windows of 10 seconds (span 'window') and by minutes, packed (see WindowCode).
CREATE TABLE log_window (
  service TEXT NOT NULL,
  span TEXT NOT NULL,
  start_at BIGINT NOT NULL,
  requests BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  body ${bytes} NOT NULL,
  PRIMARY KEY (service, span, start_at)
);
CREATE INDEX log_window_start ON log_window (span, start_at);
