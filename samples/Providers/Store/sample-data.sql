-- The accounts that are there from the start. README.md lists them.

INSERT OR IGNORE INTO onering_users VALUES
  ('user_xyz', 5000, 3200, 0),
  ('user_123', 120, 40, 15);

INSERT OR IGNORE INTO osaycore_users VALUES
  ('uuid-of-user',                         'user@example.com',  'user123', 'User 123', 'basic',   'active',    1, 1, 950000, 1500000, 550000),
  ('7d3c1a52-4c1e-4a8e-9d57-0c6a2b1f0001', 'ann@example.com',   'ann',     'Ann',      'premium', 'active',    1, 1, 10000000, 10000000, 0),
  ('7d3c1a52-4c1e-4a8e-9d57-0c6a2b1f0002', 'ben@example.com',   'ben',     'Ben',      'basic',   'active',    0, 1, 0, 0, 0),
  ('7d3c1a52-4c1e-4a8e-9d57-0c6a2b1f0003', 'cleo@example.com',  'cleo',    'Cleo',     'basic',   'suspended', 1, 0, 500000, 500000, 0);

INSERT OR IGNORE INTO theone_balances VALUES
  ('test_account_1', 'ETH', '100000'), ('test_account_1', 'USDT', '250000'), ('test_account_1', 'BTC', '10'),
  ('test_account_2', 'ETH', '5'),      ('test_account_2', 'USDT', '1000'),
  ('test_broker',    'ETH', '100'),    ('test_broker',    'USDT', '100000');

WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 45)
INSERT OR IGNORE INTO guide_products SELECT printf('sku_%03d', n), printf('Product %d', n), n * 10 FROM numbers;

INSERT OR IGNORE INTO guide_sandbox_products VALUES ('sku_001', 'Sandbox product', 1), ('sku_002', 'Another sandbox product', 2);

INSERT OR IGNORE INTO guide_records VALUES
  ('guide', 'customers', 'cus_001', '{"id":"cus_001","email":"ann@example.com","name":"Ann"}'),
  ('guide', 'customers', 'cus_002', '{"id":"cus_002","email":"ben@example.com","name":"Ben"}'),
  ('guide', 'prices', 'sku_001', '{"sku":"sku_001","cents":1999,"currency":"EUR","promotion_percent":10}'),
  ('guide', 'orders', 'ord_001', '{"id":"ord_001","customer_id":"cus_001","items":[{"sku":"sku_001","quantity":2}],"status":"open","payment":"paid"}'),
  ('guide-sandbox', 'customers', 'cus_test', '{"id":"cus_test","email":"test@example.com","name":"Test"}'),
  ('guide-sandbox', 'prices', 'sku_001', '{"sku":"sku_001","cents":100,"currency":"EUR","promotion_percent":0}'),
  ('guide-sandbox', 'orders', 'ord_test', '{"id":"ord_test","customer_id":"cus_test","items":[{"sku":"sku_001","quantity":1}],"status":"open","payment":"pending"}');
