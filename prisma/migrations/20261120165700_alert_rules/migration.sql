-- AlterTable
ALTER TABLE "alert" ADD COLUMN     "acknowledged_at" TIMESTAMPTZ(3),
ADD COLUMN     "acknowledged_by_id" INTEGER,
ADD COLUMN     "told" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "told_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "outbox_message" ADD COLUMN     "tenant" TEXT;

-- CreateTable
CREATE TABLE "alert_rule" (
    "id" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "cooldown_seconds" INTEGER NOT NULL,
    "channels" TEXT[],
    "parameters" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "evaluated_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alert_rule_subject_told_at_idx" ON "alert"("rule", "subject", "told_at");

-- What Prisma cannot say: impossible states.
ALTER TABLE alert
  ADD CONSTRAINT alert_told CHECK ((told = 0) = (told_at IS NULL)),
  ADD CONSTRAINT alert_acknowledged_by_somebody CHECK ((acknowledged_at IS NULL) = (acknowledged_by_id IS NULL));
ALTER TABLE alert_rule ADD CONSTRAINT alert_rule_cooldown CHECK (cooldown_seconds >= 60);
