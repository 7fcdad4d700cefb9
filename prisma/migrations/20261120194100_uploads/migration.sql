-- CreateTable
CREATE TABLE "upload" (
    "id" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "upload_user_id_idx" ON "upload"("user_id");

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE upload
  ADD CONSTRAINT upload_id CHECK (id ~ '^[0-9a-f]{32}$'),
  ADD CONSTRAINT upload_size CHECK (width > 0 AND height > 0 AND bytes > 0);
