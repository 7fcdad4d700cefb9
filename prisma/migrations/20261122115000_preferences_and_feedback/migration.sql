-- CreateTable
CREATE TABLE "preference" (
    "user_id" INTEGER NOT NULL,
    "unwanted" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "preference_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "feedback" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "onboarding_id" INTEGER,
    "person_id" INTEGER,
    "score" SMALLINT,
    "text" TEXT,
    "missing" TEXT,
    "dismissed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "feedback_person_id_idx" ON "feedback"("person_id");

-- CreateIndex
CREATE INDEX "feedback_changed_at_idx" ON "feedback"("changed_at");

-- AddForeignKey
ALTER TABLE "preference" ADD CONSTRAINT "preference_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboarding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Impossible states.
ALTER TABLE preference
  ADD CONSTRAINT preference_unwanted CHECK (unwanted IS NOT NULL AND unwanted <@ ARRAY['reminders.email', 'reminders.sms', 'runs.in_app', 'keys.email']),
  ADD CONSTRAINT preference_version CHECK (version >= 1);
ALTER TABLE feedback
  ADD CONSTRAINT feedback_kind CHECK (kind IN ('store', 'practitioner', 'agent', 'member', 'customer', 'desk')),
  ADD CONSTRAINT feedback_of CHECK ((kind = 'desk') = (onboarding_id IS NULL) AND (kind <> 'member' OR person_id IS NULL) AND (kind <> 'desk' OR person_id IS NOT NULL)),
  ADD CONSTRAINT feedback_score CHECK (score BETWEEN 1 AND 5 AND (kind <> 'desk' OR score IS NULL)),
  ADD CONSTRAINT feedback_text CHECK (length(text) BETWEEN 1 AND 1000 AND length(missing) BETWEEN 1 AND 1000),
  ADD CONSTRAINT feedback_missing CHECK (kind = 'desk' OR missing IS NULL),
  -- Something was said, or the question was dismissed.
  ADD CONSTRAINT feedback_says CHECK (
    CASE WHEN kind = 'desk' THEN num_nonnulls(text, missing) > 0 AND dismissed_at IS NULL
      ELSE (score IS NOT NULL OR dismissed_at IS NOT NULL) AND (score IS NOT NULL OR text IS NULL) END),
  ADD CONSTRAINT feedback_in_order CHECK (changed_at >= created_at);

-- Each person says it once of an onboarding; a member, who has no account, by their link.
CREATE UNIQUE INDEX feedback_once ON feedback (onboarding_id, coalesce(person_id, 0)) WHERE onboarding_id IS NOT NULL;

-- A tenant table (docs/decisions/001): whoever's the onboarding is.
ALTER TABLE feedback ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON feedback TO gangway_tenant;
CREATE POLICY tenant ON feedback TO gangway_tenant USING (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id)) WITH CHECK (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id));
CREATE POLICY system ON feedback TO gangway_system USING (true) WITH CHECK (true);

-- Does this person want to be told this? The one place that senders ask, in whichever tenant's transaction they are; who has said nothing wants everything.
CREATE FUNCTION wants(of int, what text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM preference p WHERE p.user_id = of AND what = ANY (p.unwanted));
$$;
REVOKE EXECUTE ON FUNCTION wants FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wants TO gangway_tenant, gangway_system;
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION wants OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;

-- Who has stopped reminders by their link wants none.
SET ROLE gangway_system;
INSERT INTO preference (user_id, unwanted, changed_at)
SELECT who.id, ARRAY['reminders.email', 'reminders.sms'], max(r.stopped_at)
FROM reminder r JOIN onboarding o ON o.id = r.onboarding_id LEFT JOIN stores s ON s.id = o.store_id LEFT JOIN practitioners p ON p.id = o.practitioner_id
CROSS JOIN LATERAL (SELECT coalesce(s.owner_id, p.user_id, o.agent_user_id) AS id) who
WHERE r.stopped_at IS NOT NULL AND who.id IS NOT NULL GROUP BY who.id;
RESET ROLE;
