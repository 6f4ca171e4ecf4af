-- paging: how far was looked when a gap was told; what ended before that had its end in sight.
ALTER TABLE coverage_gap ADD COLUMN seen_until BIGINT NOT NULL DEFAULT 0;
UPDATE coverage_gap SET seen_until = until_at;
