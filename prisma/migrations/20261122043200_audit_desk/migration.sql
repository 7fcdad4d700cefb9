-- In the order in which the product writes, which waits for this to end: messages first, then the trail.
LOCK TABLE outbox_message, audit_entry IN ACCESS EXCLUSIVE MODE;

-- The product's own indexes of the trail, in the order in which it is read: newest first. The old ones begin the same way and are not needed beside them.
DROP INDEX "audit_entry_actor_kind_actor_id_idx";
-- The same for the history of one subject.
DROP INDEX "audit_entry_subject_kind_subject_id_idx";

-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "trace" TEXT;

-- AlterTable
ALTER TABLE "outbox_message" ADD COLUMN     "kind" TEXT;

-- CreateTable
CREATE TABLE "outbox_try" (
    "id" SERIAL NOT NULL,
    "message_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "error_code" TEXT,

    CONSTRAINT "outbox_try_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "entry_id" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_check" (
    "id" SERIAL NOT NULL,
    "asked_by" INTEGER NOT NULL,
    "total" INTEGER,
    "checked" INTEGER NOT NULL DEFAULT 0,
    "entry_id" INTEGER NOT NULL DEFAULT 0,
    "hash" TEXT NOT NULL DEFAULT '',
    "verdict" TEXT,
    "broken_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_check_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "outbox_try_message_id_id_idx" ON "outbox_try"("message_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_subject_kind_subject_id_id_idx" ON "audit_entry"("subject_kind", "subject_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_actor_kind_actor_id_id_idx" ON "audit_entry"("actor_kind", "actor_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE INDEX "outbox_message_state_created_at_idx" ON "outbox_message"("state", "created_at");

-- CreateIndex
CREATE INDEX "outbox_message_channel_created_at_idx" ON "outbox_message"("channel", "created_at");

-- CreateIndex
CREATE INDEX "outbox_message_kind_created_at_idx" ON "outbox_message"("kind", "created_at");

-- CreateIndex
CREATE INDEX "outbox_message_recipient_created_at_idx" ON "outbox_message"("recipient", "created_at");

-- AddForeignKey
ALTER TABLE "outbox_try" ADD CONSTRAINT "outbox_try_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "outbox_message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the key of a message begins with is what it is; that of a code says "otp".
UPDATE outbox_message SET kind = CASE split_part(dedupe_key, ':', 1) WHEN 'otp' THEN 'auth.code' ELSE split_part(dedupe_key, ':', 1) END
WHERE dedupe_key IS NOT NULL;

-- What can be sent again, newest first: of what failed only that of which it is kept what it says.
CREATE INDEX outbox_message_retryable ON outbox_message (created_at) WHERE state = 'failed' AND payload IS NOT NULL;

-- What happened under one support code.
CREATE INDEX audit_entry_trace ON audit_entry (trace, id) WHERE trace IS NOT NULL;

-- Impossible rows.
ALTER TABLE audit_head ADD CONSTRAINT audit_head_one CHECK (id = 1);
ALTER TABLE audit_check
  ADD CONSTRAINT audit_check_place CHECK (entry_id >= 0 AND checked >= 0 AND (entry_id = 0) = (hash = '')),
  ADD CONSTRAINT audit_check_verdict CHECK ((ended_at IS NULL) = (verdict IS NULL) AND verdict IN ('whole', 'changed', 'deleted', 'inserted')),
  ADD CONSTRAINT audit_check_broken CHECK ((broken_id IS NULL) = (coalesce(verdict, 'whole') = 'whole'));

-- One walk at a time, whoever asks.
CREATE UNIQUE INDEX audit_check_open ON audit_check ((1)) WHERE ended_at IS NULL;

-- The end of the trail, noted beside it when a transaction commits: once, however many entries it has written. Whoever appends holds the chain's lock, so
-- nobody waits for this row. It runs with the rights of its owner: the product writes entries, and can neither forget the newest one nor name another.
CREATE FUNCTION note_audit_head() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.audit_head WHERE entry_id >= NEW.id) THEN RETURN NULL; END IF;
  INSERT INTO public.audit_head AS h (id, entry_id, hash) SELECT 1, e.id, e.hash FROM public.audit_entry e ORDER BY e.id DESC LIMIT 1
  ON CONFLICT (id) DO UPDATE SET entry_id = excluded.entry_id, hash = excluded.hash WHERE h.entry_id < excluded.entry_id;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION note_audit_head FROM PUBLIC;
REVOKE INSERT, UPDATE, DELETE ON audit_head FROM gangway_system;
GRANT SELECT ON audit_head TO gangway_tenant;
INSERT INTO audit_head (entry_id, hash) SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1;
CREATE CONSTRAINT TRIGGER note_audit_head AFTER INSERT ON audit_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_audit_head();

-- The same function with the support code, for which older processes have no value: they may call it as before. It goes on from the noted end, or from what
-- its own transaction has written since, so that what was cut off stays missing when more is written.
DROP FUNCTION append_audit(timestamptz, text, text, text, text, text, jsonb, text, text, text, text);
CREATE FUNCTION append_audit(
  at timestamptz, action text, actor_kind text, actor_id text, subject_kind text, subject_id text,
  detail jsonb, address text, agent text, link_before text, link_after text, trace text DEFAULT NULL
) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE last_hash text;
BEGIN
  PERFORM pg_advisory_xact_lock(7204001);
  SELECT newest.hash INTO last_hash FROM (
    SELECT h.entry_id AS id, h.hash FROM audit_head h UNION ALL (SELECT e.id, e.hash FROM audit_entry e ORDER BY e.id DESC LIMIT 1)) newest
  ORDER BY newest.id DESC LIMIT 1;
  last_hash := coalesce(last_hash, '');
  INSERT INTO audit_entry (at, action, actor_kind, actor_id, subject_kind, subject_id, detail, address, agent, trace, previous_hash, hash)
  VALUES (at, action, actor_kind, actor_id, subject_kind, subject_id, detail, address, agent, trace, last_hash,
    encode(sha256(convert_to(link_before || last_hash || link_after, 'UTF8')), 'hex'));
END $$;
