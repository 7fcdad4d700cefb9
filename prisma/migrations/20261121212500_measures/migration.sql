-- How long things take, and how long an alert takes to arrive.
-- CreateTable
CREATE TABLE "measure_window" (
    "measure" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "bucket" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "slowest_ms" INTEGER NOT NULL,

    CONSTRAINT "measure_window_pkey" PRIMARY KEY ("measure","at","name","bucket")
);

-- CreateTable
CREATE TABLE "alert_probe" (
    "id" SERIAL NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "injected_at" TIMESTAMPTZ(3) NOT NULL,
    "arrived_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_probe_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "measure_window_at_idx" ON "measure_window"("at");

-- CreateIndex
CREATE UNIQUE INDEX "alert_probe_hour_key" ON "alert_probe"("hour");

-- CreateIndex
CREATE INDEX "alert_probe_injected_at_idx" ON "alert_probe"("injected_at");

-- Impossible states.
ALTER TABLE measure_window
  ADD CONSTRAINT measure_window_known CHECK (measure IN ('api', 'query', 'page')),
  ADD CONSTRAINT measure_window_counted CHECK (bucket BETWEEN 0 AND 128 AND count > 0 AND slowest_ms >= 0),
  ADD CONSTRAINT measure_window_name CHECK (length(name) BETWEEN 1 AND 120),
  ADD CONSTRAINT measure_window_whole CHECK (at = date_bin('5 minutes', at, 'epoch'));
ALTER TABLE alert_probe ADD CONSTRAINT alert_probe_order CHECK (arrived_at >= injected_at);
