-- AlterTable
ALTER TABLE "otp_challenge" ADD COLUMN     "device_hash" TEXT;

-- AlterTable
ALTER TABLE "outbox_message" ADD COLUMN     "spent" JSONB;

-- CreateTable
CREATE TABLE "device" (
    "token_hash" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "agent" TEXT,

    CONSTRAINT "device_pkey" PRIMARY KEY ("token_hash","user_id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" SERIAL NOT NULL,
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "device_user_id_idx" ON "device"("user_id");

-- CreateIndex
CREATE INDEX "device_expires_at_idx" ON "device"("expires_at");

-- CreateIndex
CREATE INDEX "alert_closed_at_last_at_idx" ON "alert"("closed_at", "last_at");

-- CreateIndex
CREATE INDEX "audit_entry_actor_kind_actor_id_idx" ON "audit_entry"("actor_kind", "actor_id");

-- CreateIndex
CREATE INDEX "audit_entry_action_id_idx" ON "audit_entry"("action", "id");

-- CreateIndex
CREATE INDEX "otp_challenge_expires_at_idx" ON "otp_challenge"("expires_at");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "session_ended_at_idx" ON "session"("ended_at");

-- AddForeignKey
ALTER TABLE "device" ADD CONSTRAINT "device_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say: uniqueness that depends on a state, impossible states, search by address and by the beginning of a name.

-- One open alert per rule and subject: what happens again is counted there.
CREATE UNIQUE INDEX alert_open ON alert (rule, subject) WHERE closed_at IS NULL;
ALTER TABLE alert ADD CONSTRAINT alert_times CHECK (count > 0 AND last_at >= opened_at AND (closed_at IS NULL OR closed_at >= opened_at));
ALTER TABLE device ADD CONSTRAINT device_times CHECK (expires_at > created_at);
-- Who has this address, confirmed or not; whose name begins like this.
CREATE INDEX user_email_lower ON "user" (lower(email));
CREATE INDEX user_name_prefix ON "user" (lower(name) text_pattern_ops);
