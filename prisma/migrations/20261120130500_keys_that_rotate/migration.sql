-- CreateTable
CREATE TABLE "encryption_key" (
    "id" TEXT NOT NULL,
    "canary" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "encryption_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_rotation" (
    "id" SERIAL NOT NULL,
    "key_id" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_rotation_pkey" PRIMARY KEY ("id")
);

-- One rotation at a time.
CREATE UNIQUE INDEX "key_rotation_running" ON "key_rotation" ((1)) WHERE ended_at IS NULL;
ALTER TABLE "key_rotation" ADD CONSTRAINT "key_rotation_counts" CHECK (total >= 0 AND done >= 0 AND failed >= 0);
