ALTER TABLE orders ADD CONSTRAINT price_is_positive CHECK (price > 0);
