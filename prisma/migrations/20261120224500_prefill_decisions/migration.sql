-- CreateEnum
CREATE TYPE "PrefillChoice" AS ENUM ('kept', 'changed', 'removed');

-- CreateTable
CREATE TABLE "prefill_decision" (
    "id" SERIAL NOT NULL,
    "onboarding_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "is_guess" BOOLEAN NOT NULL,
    "original" TEXT NOT NULL,
    "decision" "PrefillChoice" NOT NULL,
    "asked" BOOLEAN NOT NULL DEFAULT false,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "prefill_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "prefill_decision_decided_at_source_decision_asked_idx" ON "prefill_decision"("decided_at", "source", "decision", "asked");

-- AddForeignKey
ALTER TABLE "prefill_decision" ADD CONSTRAINT "prefill_decision_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboarding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Each value that a source tells of a field is decided about once. By its hash, since a value may be longer than an index takes.
CREATE UNIQUE INDEX prefill_decision_once ON prefill_decision (onboarding_id, step, field, md5(original));
ALTER TABLE prefill_decision ADD CONSTRAINT prefill_decision_told CHECK (length(original) BETWEEN 1 AND 1000);

-- A tenant table (docs/decisions/001): whoever's the onboarding is.
ALTER TABLE prefill_decision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON prefill_decision TO gangway_tenant;
CREATE POLICY tenant ON prefill_decision TO gangway_tenant USING (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id)) WITH CHECK (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id));
CREATE POLICY system ON prefill_decision TO gangway_system USING (true) WITH CHECK (true);

-- Who answered before this table was there was shown what the calling system tells now, or at least is not asked about it.
SET ROLE gangway_system;
INSERT INTO prefill_decision (onboarding_id, step, field, source, told_at, is_guess, original, decision, decided_at)
SELECT o.id, told.step, told.field, CASE WHEN p.is_contacted AND p.last_contacted_date IS NOT NULL THEN 'call' ELSE 'calling_list' END,
  coalesce(p.last_contacted_date, p.updated_at), told.field IN ('firstName', 'lastName'), told.original,
  (CASE WHEN told.answer = told.original THEN 'kept' WHEN coalesce(told.answer, '') = '' THEN 'removed' ELSE 'changed' END)::"PrefillChoice", told.at
FROM practitioners p JOIN onboarding o ON o.practitioner_id = p.id
  LEFT JOIN facilitator_basic_info b ON b.practitioner_id = p.id
  LEFT JOIN facilitator_professional_details d ON d.practitioner_id = p.id
  CROSS JOIN LATERAL (SELECT regexp_split_to_array(normalize(btrim(p.name), NFC), '\s+')) AS split(words)
  CROSS JOIN LATERAL (VALUES
    ('basic_info', 'firstName', words[1], b.first_name, b.updated_at),
    ('basic_info', 'lastName', array_to_string(words[2:], ' '), b.last_name, b.updated_at),
    ('basic_info', 'email', normalize(btrim(p.email), NFC), b.email, b.updated_at),
    ('basic_info', 'location', normalize(btrim(p.location), NFC), b.location, b.updated_at),
    ('professional_details', 'practiceType', normalize(btrim(p.practice_type), NFC), d.practice_type, d.updated_at)
  ) AS told(step, field, original, answer, at)
WHERE told.at IS NOT NULL AND length(told.original) BETWEEN 1 AND 1000;
RESET ROLE;
