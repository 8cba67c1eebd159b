-- HmacKit on PostgreSQL, version 1.

-- Replay memory. A claim is the SHA-256 of scheme, key id and value; expires is in milliseconds since 1970, rounded up.
-- The partitions are two rings, chosen by the expiry: 8 of ten minutes each (slots 0 to 7), and 9 of twelve hours each
-- (slots 8 to 16) for what expires later than the first ring reaches. What has expired is forgotten by emptying a whole
-- partition, which is then used again: no table is created or dropped while the store is in use.
CREATE TABLE {schema}.replay_claim (
    digest bytea NOT NULL,
    slot smallint NOT NULL,
    expires bigint NOT NULL,
    PRIMARY KEY (digest, slot)
) PARTITION BY LIST (slot);

DO $do$
BEGIN
    FOR slot IN 0 .. 16 LOOP
        EXECUTE format('CREATE TABLE {schema}.replay_claim_%s PARTITION OF {schema}.replay_claim FOR VALUES IN (%s)', slot, slot);
    END LOOP;
END
$do$;

-- horizon: whatever expires at or before it is refused, since it may have been forgotten. It only ever rises; null until the
-- store is used for the first time. furthest, furthest_long: no claim in the first, second ring expires later than that.
CREATE TABLE {schema}.replay_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    horizon bigint,
    furthest bigint NOT NULL DEFAULT 0,
    furthest_long bigint NOT NULL DEFAULT 0
);
INSERT INTO {schema}.replay_state DEFAULT VALUES;

-- Makes claims, and says of each: 1 added, 2 seen before or expired, 3 further ahead than the rings reach.
-- A unique index spans one partition only, and one value may be claimed with two expiries that lie in two of them. So whoever
-- claims a value holds a lock on it to the end of the transaction, and looks into every partition that may hold it. Each
-- statement has to see what was committed before it began, which is so under READ COMMITTED alone.
CREATE FUNCTION {schema}.claim(p_digests bytea[], p_expires bigint[], p_now bigint) RETURNS smallint[]
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $function$
DECLARE
    c_short CONSTANT bigint := 600000;
    c_long CONSTANT bigint := 43200000;
    v_horizon bigint;
    v_furthest bigint;
    v_furthest_long bigint;
    v_reach bigint;
    v_reach_long bigint;
    v_need bigint;
    v_need_long bigint;
    v_slots smallint[];
    v_slot smallint;
    v_probe smallint;
    v_outcomes smallint[] := '{}';
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'HmacKit needs transactions that are READ COMMITTED, and default_transaction_isolation is another one'
            USING ERRCODE = '25001', HINT = 'ALTER ROLE … SET default_transaction_isolation = ''read committed''';
    END IF;

    -- What was accepted must outlive a crash, whatever the role's setting.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;

    -- Nothing is forgotten while claims are made. Then the values, in one order, so that no two wait for each other.
    PERFORM pg_advisory_xact_lock_shared({lock}, 1);
    PERFORM pg_advisory_xact_lock(value_lock.id)
        FROM (SELECT DISTINCT ('x' || encode(substring(digest FROM 1 FOR 8), 'hex'))::bit(64)::bigint AS id
              FROM unnest(p_digests) AS digest ORDER BY id) AS value_lock;

    SELECT horizon, furthest, furthest_long INTO STRICT v_horizon, v_furthest, v_furthest_long FROM {schema}.replay_state;
    IF v_horizon IS NULL THEN
        RETURN array_fill(3::smallint, ARRAY[cardinality(p_digests)]);
    END IF;

    v_reach := (v_horizon / c_short + 8) * c_short;
    v_reach_long := (v_horizon / c_long + 9) * c_long;
    SELECT coalesce(max(expires) FILTER (WHERE expires < v_reach), 0), coalesce(max(expires) FILTER (WHERE expires >= v_reach AND expires < v_reach_long), 0)
        INTO v_need, v_need_long FROM unnest(p_expires) AS expires;
    IF v_need > v_furthest OR v_need_long > v_furthest_long THEN
        UPDATE {schema}.replay_state SET
                furthest = CASE WHEN v_need > furthest THEN (v_need / c_short + 1) * c_short - 1 ELSE furthest END,
                furthest_long = CASE WHEN v_need_long > furthest_long THEN (v_need_long / c_long + 1) * c_long - 1 ELSE furthest_long END
            RETURNING furthest, furthest_long INTO v_furthest, v_furthest_long;
    END IF;

    v_slots := ARRAY(
        SELECT (period % 8)::smallint FROM generate_series(greatest(p_now, v_horizon) / c_short, least(v_furthest, v_reach - 1) / c_short) AS period
        UNION ALL
        SELECT (8 + period % 9)::smallint FROM generate_series(greatest(p_now, v_horizon) / c_long, least(v_furthest_long, v_reach_long - 1) / c_long) AS period);

    <<claims>>
    FOR i IN 1 .. cardinality(p_digests) LOOP
        v_slot := CASE
            WHEN p_expires[i] < v_reach THEN p_expires[i] / c_short % 8
            WHEN p_expires[i] < v_reach_long THEN 8 + p_expires[i] / c_long % 9
        END;
        IF p_expires[i] <= v_horizon THEN
            v_outcomes := v_outcomes || 2::smallint;
            CONTINUE;
        ELSIF v_slot IS NULL THEN
            v_outcomes := v_outcomes || 3::smallint;
            CONTINUE;
        END IF;

        FOREACH v_probe IN ARRAY v_slots LOOP
            IF EXISTS (SELECT FROM {schema}.replay_claim AS c WHERE c.digest = p_digests[i] AND c.slot = v_probe AND c.expires > p_now) THEN
                v_outcomes := v_outcomes || 2::smallint;
                CONTINUE claims;
            END IF;
        END LOOP;

        -- Only an expired claim can be in its place.
        INSERT INTO {schema}.replay_claim AS c (digest, slot, expires) VALUES (p_digests[i], v_slot, p_expires[i])
            ON CONFLICT (digest, slot) DO UPDATE SET expires = excluded.expires WHERE c.expires <= p_now;
        v_outcomes := v_outcomes || CASE WHEN FOUND THEN 1 ELSE 2 END::smallint;
    END LOOP;

    RETURN v_outcomes;
END
$function$;

-- Forgets what had expired a minute ago by both clocks, the caller's and this server's: so no machine whose clock is wrong
-- makes the others forget too early, or refuse for too long. One machine at a time; whoever comes second has nothing left to do.
CREATE FUNCTION {schema}.forget(p_now bigint) RETURNS void
LANGUAGE plpgsql
AS $function$
DECLARE
    c_short CONSTANT bigint := 600000;
    c_long CONSTANT bigint := 43200000;
    v_until bigint := least(p_now, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) - 60000;
    v_horizon bigint;
    v_slot bigint;
    v_is_used boolean;
BEGIN
    -- Claims wait behind this one: rather give up than make them wait for somebody who reads a partition for long.
    PERFORM set_config('lock_timeout', '200ms', true);
    PERFORM pg_advisory_xact_lock({lock}, 1);
    SELECT horizon INTO STRICT v_horizon FROM {schema}.replay_state;
    IF v_until <= v_horizon THEN
        RETURN;
    END IF;

    UPDATE {schema}.replay_state SET horizon = v_until;
    IF v_horizon IS NULL THEN
        RETURN; -- The first use: there was no claim yet.
    END IF;

    FOR v_slot IN
        SELECT period % 8 FROM generate_series(greatest(v_horizon / c_short, v_until / c_short - 8), v_until / c_short - 1) AS period
        UNION ALL
        SELECT 8 + period % 9 FROM generate_series(greatest(v_horizon / c_long, v_until / c_long - 9), v_until / c_long - 1) AS period
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM {schema}.replay_claim_%s)', v_slot) INTO v_is_used;
        IF v_is_used THEN
            EXECUTE format('TRUNCATE {schema}.replay_claim_%s', v_slot);
        END IF;
    END LOOP;
END
$function$;

-- HMAC credentials and API keys. scopes are separated by blanks, metadata is JSON, and so is secrets: a list of sealed secrets or
-- hashes with their times in 100 ns since the year 1, the newest one first; never a secret itself.
CREATE TABLE {schema}.credential (
    key_id text COLLATE "C" PRIMARY KEY,
    kind smallint NOT NULL,
    scheme text NOT NULL,
    owner text COLLATE "C",
    name text,
    scopes text NOT NULL,
    tier text,
    is_canary boolean NOT NULL,
    metadata text NOT NULL,
    description text,
    created timestamptz NOT NULL,
    not_before timestamptz,
    expires timestamptz,
    is_disabled boolean NOT NULL,
    revoked timestamptz,
    secrets text NOT NULL,
    last_used timestamptz,
    version bigint NOT NULL
);
CREATE INDEX credential_owner ON {schema}.credential (owner);

-- Tells every machine at once that a credential has changed, also if somebody did it by hand. That one was used is no change.
CREATE FUNCTION {schema}.tell_change() RETURNS trigger
LANGUAGE plpgsql
AS $function$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        PERFORM pg_notify('{schema}_credential', OLD.key_id);
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        PERFORM pg_notify('{schema}_credential', NEW.key_id);
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM pg_notify('{schema}_credential', '');
    END IF;
    RETURN NULL;
END
$function$;

CREATE TRIGGER credential_added_or_deleted AFTER INSERT OR DELETE ON {schema}.credential
    FOR EACH ROW EXECUTE FUNCTION {schema}.tell_change();
CREATE TRIGGER credential_changed AFTER UPDATE OF
        key_id, kind, scheme, owner, name, scopes, tier, is_canary, metadata, description, created, not_before, expires,
        is_disabled, revoked, secrets, version ON {schema}.credential
    FOR EACH ROW EXECUTE FUNCTION {schema}.tell_change();
CREATE TRIGGER credential_truncated AFTER TRUNCATE ON {schema}.credential
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.tell_change();
