-- CreateTable
CREATE TABLE "chore" (
    "name" TEXT NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "passes" BIGINT NOT NULL DEFAULT 1,
    "did_at" TIMESTAMPTZ(3),
    "did" INTEGER NOT NULL DEFAULT 0,
    "failures" BIGINT NOT NULL DEFAULT 0,
    "failed_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "chore_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "chore_pass" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "did" INTEGER NOT NULL,
    "error" TEXT,

    CONSTRAINT "chore_pass_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "chore_pass_name_id_idx" ON "chore_pass"("name", "id");

-- CreateIndex
CREATE INDEX "chore_pass_at_idx" ON "chore_pass"("at");

-- Impossible rows.
ALTER TABLE chore ADD CONSTRAINT chore_counts CHECK (passes > 0 AND failures BETWEEN 0 AND passes AND did >= 0 AND (failed_at IS NULL) = (error IS NULL));
ALTER TABLE chore_pass ADD CONSTRAINT chore_pass_told CHECK (did > 0 OR error IS NOT NULL);
