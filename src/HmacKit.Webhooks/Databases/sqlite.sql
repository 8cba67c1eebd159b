-- HmacKit's webhooks in SQLite, version 1. Times are in milliseconds since 1970.

-- Events that were received. state: 0 to be handled, 1 done, 2 a dead letter. due_at: when it may be taken next; while somebody has it, the end of
-- the lease. dedupe: the SHA-256 of endpoint, scheme, key id and the event's identity; null if nothing tells it from others.
CREATE TABLE IF NOT EXISTS hmackit_inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint TEXT NOT NULL,
    dedupe BLOB,
    scheme TEXT NOT NULL,
    key_id TEXT NOT NULL,
    event_id TEXT,
    event_type TEXT,
    order_key TEXT,
    headers TEXT,
    body BLOB NOT NULL,
    trace TEXT,
    signed_at BIGINT,
    received_at BIGINT NOT NULL,
    state SMALLINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease TEXT,
    keep_until BIGINT NOT NULL,
    ended_at BIGINT,
    error TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS hmackit_inbox_dedupe ON hmackit_inbox (dedupe) WHERE dedupe IS NOT NULL;
CREATE INDEX IF NOT EXISTS hmackit_inbox_due ON hmackit_inbox (endpoint, due_at) WHERE state = 0;
CREATE INDEX IF NOT EXISTS hmackit_inbox_order ON hmackit_inbox (endpoint, order_key, id) WHERE state = 0 AND order_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS hmackit_inbox_old ON hmackit_inbox (keep_until) WHERE state = 1;
CREATE INDEX IF NOT EXISTS hmackit_inbox_dead ON hmackit_inbox (id) WHERE state = 2;

-- Who is sent what. secrets: sealed, with their times, the newest one first; never a secret itself. status: 0 disabled, 1 active.
CREATE TABLE IF NOT EXISTS hmackit_subscription (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    policy TEXT NOT NULL,
    scheme TEXT NOT NULL DEFAULT '',
    secrets TEXT NOT NULL,
    status SMALLINT NOT NULL,
    reason TEXT,
    created_at BIGINT NOT NULL,
    last_delivered_at BIGINT,
    failing_since BIGINT,
    version BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS hmackit_subscription_owner ON hmackit_subscription (owner, created_at);

-- One row for each pattern of events that a subscription has: a type, the beginning of one and ".*", or "*".
CREATE TABLE IF NOT EXISTS hmackit_subscription_event (
    owner TEXT NOT NULL,
    pattern TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    PRIMARY KEY (owner, pattern, subscription_id)
);

CREATE TABLE IF NOT EXISTS hmackit_message (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    event_type TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL,
    trace TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS hmackit_message_old ON hmackit_message (created_at);

-- A message on its way to a subscription. state: 0 to be sent, 1 delivered, 2 a dead letter.
CREATE TABLE IF NOT EXISTS hmackit_delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    state SMALLINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    outcome TEXT,
    status_code INTEGER
);
CREATE INDEX IF NOT EXISTS hmackit_delivery_due ON hmackit_delivery (due_at, subscription_id) WHERE state = 0;
CREATE INDEX IF NOT EXISTS hmackit_delivery_lane ON hmackit_delivery (subscription_id, due_at, id) WHERE state = 0;
CREATE INDEX IF NOT EXISTS hmackit_delivery_subscription ON hmackit_delivery (subscription_id, id);
CREATE INDEX IF NOT EXISTS hmackit_delivery_message ON hmackit_delivery (message_id);
CREATE INDEX IF NOT EXISTS hmackit_delivery_old ON hmackit_delivery (ended_at) WHERE state = 1;
CREATE INDEX IF NOT EXISTS hmackit_delivery_dead ON hmackit_delivery (id) WHERE state = 2;

-- The log of attempts: what came back, never what was signed with.
CREATE TABLE IF NOT EXISTS hmackit_attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id BIGINT NOT NULL,
    subscription_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    at BIGINT NOT NULL,
    duration INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status_code INTEGER,
    answer TEXT
);
CREATE INDEX IF NOT EXISTS hmackit_attempt_delivery ON hmackit_attempt (delivery_id);
CREATE INDEX IF NOT EXISTS hmackit_attempt_old ON hmackit_attempt (at);
