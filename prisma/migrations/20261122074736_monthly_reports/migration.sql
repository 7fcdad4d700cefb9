-- CreateTable
CREATE TABLE "monthly_report" (
    "month" INTEGER NOT NULL,
    "period_from" TIMESTAMPTZ(3) NOT NULL,
    "period_until" TIMESTAMPTZ(3) NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "figures" JSONB NOT NULL,

    CONSTRAINT "monthly_report_pkey" PRIMARY KEY ("month")
);

-- CreateIndex
CREATE INDEX "alert_opened_at_idx" ON "alert"("opened_at");

-- CreateIndex
CREATE INDEX "onboarding_created_at_idx" ON "onboarding"("created_at");

-- CreateIndex
CREATE INDEX "onboarding_ended_at_idx" ON "onboarding"("ended_at");

-- Impossible states: a month has a number and days, and its report is made when it is over.
ALTER TABLE monthly_report
  ADD CONSTRAINT monthly_report_month CHECK (month % 100 BETWEEN 1 AND 12 AND month BETWEEN 202001 AND 209912),
  ADD CONSTRAINT monthly_report_period CHECK (period_from < period_until AND period_until <= made_at),
  ADD CONSTRAINT monthly_report_figures CHECK (jsonb_typeof(figures) = 'object');
