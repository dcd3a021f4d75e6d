CREATE TABLE IF NOT EXISTS orders (
  id VARCHAR(50) PRIMARY KEY,
  amount BIGINT NOT NULL,
  status VARCHAR(10) NOT NULL DEFAULT 'waiting'
);

-- The primary key lets each payment count once. An order id that the shop does not know is kept too, for a person to check.
CREATE TABLE IF NOT EXISTS payments (
  payment_id VARCHAR(100) PRIMARY KEY,
  order_id VARCHAR(50) NOT NULL,
  amount BIGINT NOT NULL
);
