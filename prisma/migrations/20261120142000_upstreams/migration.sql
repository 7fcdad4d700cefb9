-- CreateTable
CREATE TABLE "upstream_seat" (
    "upstream" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "holder" TEXT,
    "until" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upstream_seat_pkey" PRIMARY KEY ("upstream","number")
);

-- CreateTable
CREATE TABLE "upstream_breaker" (
    "name" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "probe_after" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upstream_breaker_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "upstream_call" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "upstream" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "status" INTEGER,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "attempt" INTEGER NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "bytes" BIGINT,
    "trace" TEXT,

    CONSTRAINT "upstream_call_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "upstream_call_at_idx" ON "upstream_call"("at");

-- CreateIndex
CREATE INDEX "upstream_call_trace_idx" ON "upstream_call"("trace");

-- CreateIndex
CREATE INDEX "upstream_call_upstream_at_idx" ON "upstream_call"("upstream", "at");

-- A breaker is open exactly as long as it knows when to probe.
ALTER TABLE "upstream_breaker" ADD CONSTRAINT "upstream_breaker_open" CHECK ((opened_at IS NULL) = (probe_after IS NULL) AND failures >= 0);
