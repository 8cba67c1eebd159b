-- HmacKit's webhooks in PostgreSQL, version 1. Times are in milliseconds since 1970.
DO $do$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = '{schema}') THEN
        CREATE SCHEMA {schema};
    END IF;
END
$do$;

-- Events that were received. state: 0 to be handled, 1 done, 2 a dead letter. due_at: when it may be taken next; while somebody has it, the end of
-- the lease. dedupe: the SHA-256 of endpoint, scheme, key id and the event's identity; null if nothing tells it from others.
CREATE TABLE IF NOT EXISTS {schema}.inbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint TEXT NOT NULL,
    dedupe BYTEA,
    scheme TEXT NOT NULL,
    key_id TEXT NOT NULL,
    event_id TEXT,
    event_type TEXT,
    order_key TEXT,
    headers TEXT,
    body BYTEA NOT NULL,
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
CREATE UNIQUE INDEX IF NOT EXISTS inbox_dedupe ON {schema}.inbox (dedupe) WHERE dedupe IS NOT NULL;
CREATE INDEX IF NOT EXISTS inbox_due ON {schema}.inbox (endpoint, due_at) WHERE state = 0;
CREATE INDEX IF NOT EXISTS inbox_order ON {schema}.inbox (endpoint, order_key, id) WHERE state = 0 AND order_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS inbox_old ON {schema}.inbox (keep_until) WHERE state = 1;
CREATE INDEX IF NOT EXISTS inbox_dead ON {schema}.inbox (id) WHERE state = 2;

-- Who is sent what. secrets: sealed, with their times, the newest one first; never a secret itself. status: 0 disabled, 1 active.
CREATE TABLE IF NOT EXISTS {schema}.subscription (
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
CREATE INDEX IF NOT EXISTS subscription_owner ON {schema}.subscription (owner, created_at);

-- One row for each pattern of events that a subscription has: a type, the beginning of one and ".*", or "*".
CREATE TABLE IF NOT EXISTS {schema}.subscription_event (
    owner TEXT NOT NULL,
    pattern TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    PRIMARY KEY (owner, pattern, subscription_id)
);

CREATE TABLE IF NOT EXISTS {schema}.message (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    event_type TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BYTEA NOT NULL,
    trace TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS message_old ON {schema}.message (created_at);

-- A message on its way to a subscription. state: 0 to be sent, 1 delivered, 2 a dead letter.
CREATE TABLE IF NOT EXISTS {schema}.delivery (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
CREATE INDEX IF NOT EXISTS delivery_due ON {schema}.delivery (due_at, subscription_id) WHERE state = 0;
CREATE INDEX IF NOT EXISTS delivery_lane ON {schema}.delivery (subscription_id, due_at, id) WHERE state = 0;
CREATE INDEX IF NOT EXISTS delivery_subscription ON {schema}.delivery (subscription_id, id);
CREATE INDEX IF NOT EXISTS delivery_message ON {schema}.delivery (message_id);
CREATE INDEX IF NOT EXISTS delivery_old ON {schema}.delivery (ended_at) WHERE state = 1;
CREATE INDEX IF NOT EXISTS delivery_dead ON {schema}.delivery (id) WHERE state = 2;

-- The log of attempts: what came back, never what was signed with.
CREATE TABLE IF NOT EXISTS {schema}.attempt (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id BIGINT NOT NULL,
    subscription_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    at BIGINT NOT NULL,
    duration INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status_code INTEGER,
    answer TEXT
);
CREATE INDEX IF NOT EXISTS attempt_delivery ON {schema}.attempt (delivery_id);
CREATE INDEX IF NOT EXISTS attempt_old ON {schema}.attempt (at);

CREATE TABLE IF NOT EXISTS {schema}.webhook_version (version INTEGER PRIMARY KEY);
INSERT INTO {schema}.webhook_version VALUES (1) ON CONFLICT DO NOTHING;
