-- CreateTable
CREATE TABLE "reminder" (
    "id" SERIAL NOT NULL,
    "onboarding_id" INTEGER NOT NULL,
    "kind" "OnboardingKind" NOT NULL,
    "stretch_at" TIMESTAMPTZ(3) NOT NULL,
    "step" TEXT NOT NULL,
    "channel" "OutboxChannel" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "reminder_token_hash_key" ON "reminder"("token_hash");

-- CreateIndex
CREATE INDEX "reminder_kind_sent_at_idx" ON "reminder"("kind", "sent_at");

-- CreateIndex
CREATE UNIQUE INDEX "reminder_onboarding_id_stretch_at_key" ON "reminder"("onboarding_id", "stretch_at");

-- AddForeignKey
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboarding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Impossible states: reminded before there was anything to go on with, or stopped by a link that was not sent yet.
ALTER TABLE reminder
  ADD CONSTRAINT reminder_in_order CHECK (stretch_at < sent_at AND stopped_at >= sent_at),
  ADD CONSTRAINT reminder_channel CHECK (channel IN ('email', 'sms'));

-- Who is still on the way, for each look at who has stopped.
CREATE INDEX onboarding_open ON onboarding (kind, created_at) WHERE status IN ('pending', 'running');

-- A tenant table (docs/decisions/001): whoever's the onboarding is.
ALTER TABLE reminder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON reminder TO gangway_tenant;
CREATE POLICY tenant ON reminder TO gangway_tenant USING (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id)) WITH CHECK (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id));
CREATE POLICY system ON reminder TO gangway_system USING (true) WITH CHECK (true);
