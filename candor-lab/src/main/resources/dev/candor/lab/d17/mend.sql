UPDATE task SET done_at = clock_timestamp() WHERE key = 'segment-4711';
