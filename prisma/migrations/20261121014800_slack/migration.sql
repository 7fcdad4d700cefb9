-- AlterTable
ALTER TABLE "outbox_message" ADD COLUMN     "is_reply" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "sequence" INTEGER,
ADD COLUMN     "topic" TEXT;

-- CreateTable
CREATE TABLE "slack_topic" (
    "topic" TEXT NOT NULL,
    "written" INTEGER NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_topic_pkey" PRIMARY KEY ("topic")
);

-- CreateTable
CREATE TABLE "slack_post" (
    "topic" TEXT NOT NULL,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "channel" TEXT,
    "ts" TEXT,
    "holder" TEXT,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "slack_post_pkey" PRIMARY KEY ("topic")
);

-- AddForeignKey
ALTER TABLE "slack_post" ADD CONSTRAINT "slack_post_topic_fkey" FOREIGN KEY ("topic") REFERENCES "slack_topic"("topic") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Slack messages have and others have not; and impossible states: half a place, a holder without an end.
ALTER TABLE outbox_message ADD CONSTRAINT outbox_message_topic
  CHECK ((channel = 'slack') = (topic IS NOT NULL) AND (topic IS NULL) = (sequence IS NULL) AND (channel = 'slack' OR NOT is_reply));
ALTER TABLE slack_post ADD CONSTRAINT slack_post_order
  CHECK (shown >= 0 AND (channel IS NULL) = (ts IS NULL) AND (holder IS NULL) = (until IS NULL));

-- What waits in a topic, in its order, for whoever delivers it.
CREATE INDEX outbox_message_topic_pending ON outbox_message (topic, sequence) WHERE state = 'pending';

-- The next place in a topic. Whoever takes one holds the topic's counter until its transaction ends, so that places are in the order of commits; who
-- delivers works on another row, and waits for no teller. A tenant's transaction may take a place and see nothing of either table.
CREATE FUNCTION next_in_topic(of_topic text) RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH place AS (
    INSERT INTO slack_topic AS t (topic, written, written_at) VALUES (of_topic, 1, app_now())
    ON CONFLICT (topic) DO UPDATE SET written = t.written + 1, written_at = app_now() RETURNING t.topic, t.written
  ), post AS (
    INSERT INTO slack_post (topic) SELECT topic FROM place ON CONFLICT (topic) DO NOTHING
  ) SELECT written FROM place;
$$;
REVOKE EXECUTE ON FUNCTION next_in_topic FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_in_topic TO gangway_tenant, gangway_system;
