INSERT INTO task (key, overrides) VALUES ('segment-4711', 5000);
