CREATE TABLE orders (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item TEXT NOT NULL, price BIGINT NOT NULL);
INSERT INTO orders (item, price) SELECT 'teapot ' || n, 1000 + n FROM generate_series(1, 500) AS n;
