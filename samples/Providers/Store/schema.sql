-- Money is never a floating-point number: credits are whole ten-thousandths, amounts of assets are decimal text.
-- Times are Unix milliseconds.

CREATE TABLE IF NOT EXISTS onering_users (
  user_id      TEXT PRIMARY KEY,
  total_ring   INTEGER NOT NULL,
  earned_ring  INTEGER NOT NULL,
  pending_ring INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS osaycore_users (
  id              TEXT PRIMARY KEY,
  email           TEXT NOT NULL UNIQUE,
  username        TEXT NOT NULL,
  display_name    TEXT NOT NULL,
  role            TEXT NOT NULL,
  status          TEXT NOT NULL,
  email_verified  INTEGER NOT NULL,
  can_use         INTEGER NOT NULL,
  balance         INTEGER NOT NULL CHECK (balance >= 0),
  lifetime_earned INTEGER NOT NULL,
  lifetime_spent  INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS osaycore_own_ids (
  app_id  TEXT NOT NULL,
  own_id  TEXT NOT NULL, -- the application's own id of a user
  user_id TEXT NOT NULL REFERENCES osaycore_users (id),
  PRIMARY KEY (app_id, own_id)
) STRICT;

CREATE TABLE IF NOT EXISTS osaycore_transactions (
  id          TEXT PRIMARY KEY,
  app_id      TEXT NOT NULL,
  user_id     TEXT NOT NULL REFERENCES osaycore_users (id),
  type        TEXT NOT NULL,
  amount      INTEGER NOT NULL, -- negative for a deduction
  new_balance INTEGER NOT NULL,
  description TEXT,
  reference   TEXT, -- the caller's own id: one transaction each
  created_at  INTEGER NOT NULL,
  UNIQUE (app_id, user_id, reference)
) STRICT;

CREATE TABLE IF NOT EXISTS theone_balances (
  account TEXT NOT NULL,
  asset   TEXT NOT NULL,
  amount  TEXT NOT NULL,
  PRIMARY KEY (account, asset)
) STRICT;

CREATE TABLE IF NOT EXISTS theone_orders (
  id           TEXT PRIMARY KEY,
  account      TEXT NOT NULL,
  from_asset   TEXT NOT NULL,
  to_asset     TEXT NOT NULL,
  amount       TEXT NOT NULL,
  received     TEXT NOT NULL,
  rate         TEXT NOT NULL,
  fee          TEXT NOT NULL,
  slippage_bps INTEGER NOT NULL,
  status       TEXT NOT NULL,
  created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS oort_tasks (
  plugin     TEXT NOT NULL,
  subtask_id TEXT NOT NULL,
  task_id    TEXT NOT NULL UNIQUE,
  config     TEXT NOT NULL, -- JSON, as it came
  created_at INTEGER NOT NULL,
  PRIMARY KEY (plugin, subtask_id)
) STRICT;

CREATE TABLE IF NOT EXISTS guide_products (
  sku      TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  quantity INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS guide_sandbox_products (
  sku      TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  quantity INTEGER NOT NULL
) STRICT;

-- Customers, orders and prices of the guide, as JSON.
CREATE TABLE IF NOT EXISTS guide_records (
  environment TEXT NOT NULL,
  kind        TEXT NOT NULL,
  id          TEXT NOT NULL,
  body        TEXT NOT NULL,
  PRIMARY KEY (environment, kind, id)
) STRICT;
