-- HmacKit in a file, version 1.

-- Replay memory. A claim is the SHA-256 of scheme, key id and value; expires is in milliseconds since 1970, rounded up.
CREATE TABLE claim (
    digest BLOB PRIMARY KEY,
    expires INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX claim_expires ON claim (expires);

-- horizon: whatever expires at or before it is refused, since it may have been forgotten. It only ever rises.
-- changes: counts what was changed in credentials, so that others notice.
CREATE TABLE state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    horizon INTEGER NOT NULL,
    changes INTEGER NOT NULL
);
INSERT INTO state VALUES (1, 0, 0);

-- HMAC credentials and API keys. Times are in ticks of 100 ns since the year 1, UTC. secrets is a list of
-- sealed secrets or hashes in JSON, with their times, the newest one first; never a secret itself.
CREATE TABLE credential (
    key_id TEXT PRIMARY KEY,
    kind INTEGER NOT NULL,
    scheme TEXT NOT NULL,
    owner TEXT,
    name TEXT,
    scopes TEXT NOT NULL,
    tier TEXT,
    is_canary INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    description TEXT,
    created INTEGER NOT NULL,
    not_before INTEGER,
    expires INTEGER,
    is_disabled INTEGER NOT NULL,
    revoked INTEGER,
    secrets TEXT NOT NULL,
    last_used INTEGER,
    version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX credential_owner ON credential (owner);

CREATE TRIGGER credential_added AFTER INSERT ON credential BEGIN UPDATE state SET changes = changes + 1; END;
CREATE TRIGGER credential_deleted AFTER DELETE ON credential BEGIN UPDATE state SET changes = changes + 1; END;
CREATE TRIGGER credential_changed AFTER UPDATE OF
    key_id, kind, scheme, owner, name, scopes, tier, is_canary, metadata, description, created, not_before, expires,
    is_disabled, revoked, secrets, version ON credential BEGIN UPDATE state SET changes = changes + 1; END;
