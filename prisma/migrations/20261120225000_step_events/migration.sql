-- CreateEnum
CREATE TYPE "StepEventKind" AS ENUM ('seen', 'saved', 'refused', 'test_failed');

-- CreateTable
CREATE TABLE "step_event" (
    "onboarding_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "event" "StepEventKind" NOT NULL,
    "code" TEXT NOT NULL,
    "kind" "OnboardingKind" NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "seconds" INTEGER,
    "settled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "step_event_pkey" PRIMARY KEY ("onboarding_id","step","event","code")
);

-- CreateIndex
CREATE INDEX "step_event_kind_step_event_first_at_idx" ON "step_event"("kind", "step", "event", "first_at");

-- AddForeignKey
ALTER TABLE "step_event" ADD CONSTRAINT "step_event_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboarding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who may have left: seen, and not saved since.
CREATE INDEX step_event_open ON step_event (kind, first_at) INCLUDE (onboarding_id, step, last_at) WHERE event = 'seen' AND NOT settled;
-- The newest times of a step, with nothing else to read.
CREATE INDEX step_event_times ON step_event (kind, step, first_at) INCLUDE (seconds) WHERE event = 'saved';

-- What held people up, which is little beside what was seen and saved.
CREATE INDEX step_event_faults ON step_event (kind, first_at) WHERE event IN ('refused', 'test_failed');

-- Impossible states.
ALTER TABLE step_event
  ADD CONSTRAINT step_event_coded CHECK ((event IN ('refused', 'test_failed')) = (code <> '')),
  ADD CONSTRAINT step_event_in_order CHECK (first_at <= last_at AND count > 0),
  ADD CONSTRAINT step_event_settled CHECK (NOT settled OR event = 'seen'),
  ADD CONSTRAINT step_event_seconds CHECK (seconds IS NULL OR (event = 'saved' AND seconds >= 0));

-- A tenant table (docs/decisions/001): whoever's the onboarding is.
ALTER TABLE step_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON step_event TO gangway_tenant;
CREATE POLICY tenant ON step_event TO gangway_tenant USING (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id)) WITH CHECK (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id));
CREATE POLICY system ON step_event TO gangway_system USING (true) WITH CHECK (true);
