-- HmacKit on MySQL or MariaDB, version 1.

-- Replay memory. A claim is the SHA-256 of scheme, key id and value; expires is in milliseconds since 1970, rounded up; batch is
-- a random number that tells those who claim together which of the rows are theirs.
CREATE TABLE IF NOT EXISTS {prefix}claim (
    digest BINARY(32) NOT NULL PRIMARY KEY,
    expires BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    KEY {prefix}claim_expires (expires)
) ENGINE = InnoDB;

-- HMAC credentials and API keys. Times are in ticks of 100 ns since the year 1, UTC. secrets is a list of
-- sealed secrets or hashes in JSON, with their times, the newest one first; never a secret itself.
CREATE TABLE IF NOT EXISTS {prefix}credential (
    key_id VARCHAR(256) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    kind SMALLINT NOT NULL,
    scheme VARCHAR(64) NOT NULL,
    owner VARCHAR(256),
    name VARCHAR(256),
    scopes MEDIUMTEXT NOT NULL,
    tier VARCHAR(256),
    is_canary BOOLEAN NOT NULL,
    metadata MEDIUMTEXT NOT NULL,
    description MEDIUMTEXT,
    created BIGINT NOT NULL,
    not_before BIGINT,
    expires BIGINT,
    is_disabled BOOLEAN NOT NULL,
    revoked BIGINT,
    secrets MEDIUMTEXT NOT NULL,
    last_used BIGINT,
    version BIGINT NOT NULL,
    KEY {prefix}credential_owner (owner)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- horizon: whatever expires at or before it is refused, since it may have been forgotten. It only ever rises.
-- changes: counts what was changed in credentials, so that others notice.
CREATE TABLE IF NOT EXISTS {prefix}state (
    only_row TINYINT NOT NULL PRIMARY KEY,
    version INT NOT NULL,
    horizon BIGINT NOT NULL,
    changes BIGINT NOT NULL
) ENGINE = InnoDB;

CREATE TRIGGER IF NOT EXISTS {prefix}added AFTER INSERT ON {prefix}credential FOR EACH ROW UPDATE {prefix}state SET changes = changes + 1;

CREATE TRIGGER IF NOT EXISTS {prefix}deleted AFTER DELETE ON {prefix}credential FOR EACH ROW UPDATE {prefix}state SET changes = changes + 1;

-- That one was used is no change.
CREATE TRIGGER IF NOT EXISTS {prefix}changed AFTER UPDATE ON {prefix}credential FOR EACH ROW UPDATE {prefix}state SET changes = changes + 1 WHERE NEW.last_used <=> OLD.last_used;

INSERT IGNORE INTO {prefix}state VALUES (1, 1, 0, 0);
