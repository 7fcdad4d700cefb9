-- CreateTable
CREATE TABLE "calling_import" (
    "id" SERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "file" BYTEA,
    "encoding" TEXT NOT NULL,
    "delimiter" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "preview" JSONB,
    "default_region" TEXT,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "calling_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calling_import_fault" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "cells" TEXT[],
    "errors" JSONB NOT NULL,

    CONSTRAINT "calling_import_fault_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateIndex
CREATE INDEX "calling_import_created_at_idx" ON "calling_import"("created_at");

-- AddForeignKey
ALTER TABLE "calling_import_fault" ADD CONSTRAINT "calling_import_fault_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "calling_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Impossible states: what is over keeps no file, what is not has one, and nobody has taken more rows than there are.
ALTER TABLE calling_import
  ADD CONSTRAINT calling_import_state CHECK (state IN ('preview', 'pending', 'running', 'done')),
  ADD CONSTRAINT calling_import_file CHECK ((file IS NULL) = (state = 'done')),
  ADD CONSTRAINT calling_import_ended CHECK ((ended_at IS NULL) = (file IS NOT NULL)),
  ADD CONSTRAINT calling_import_counts CHECK (done BETWEEN 0 AND total AND created + updated + unchanged + rejected = done);
