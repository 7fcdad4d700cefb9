-- An audit row in one statement. Whoever appends holds the chain's lock until the commit, and every other writer waits: each round trip
-- less is waited for by all of them. It has to be a function: a single SELECT would read the last hash before it waits for the lock.
-- It runs with the rights of its caller. `link_before` and `link_after` are the text of lib/platform/audit/chain.ts around the previous hash.
CREATE FUNCTION append_audit(
  at timestamptz, action text, actor_kind text, actor_id text, subject_kind text, subject_id text,
  detail jsonb, address text, agent text, link_before text, link_after text
) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE last_hash text;
BEGIN
  PERFORM pg_advisory_xact_lock(7204001);
  SELECT hash INTO last_hash FROM audit_entry ORDER BY id DESC LIMIT 1;
  last_hash := coalesce(last_hash, '');
  INSERT INTO audit_entry (at, action, actor_kind, actor_id, subject_kind, subject_id, detail, address, agent, previous_hash, hash)
  VALUES (at, action, actor_kind, actor_id, subject_kind, subject_id, detail, address, agent, last_hash,
    encode(sha256(convert_to(link_before || last_hash || link_after, 'UTF8')), 'hex'));
END $$;
