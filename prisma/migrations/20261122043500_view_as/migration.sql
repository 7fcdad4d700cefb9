-- CreateTable
CREATE TABLE "view_as" (
    "id" SERIAL NOT NULL,
    "session_id" TEXT,
    "admin_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "role" "RoleName" NOT NULL,
    "in_store" INTEGER,
    "in_customer" INTEGER,
    "reason" TEXT NOT NULL,
    "came_from" TEXT NOT NULL,
    "looked_at" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_because" TEXT,

    CONSTRAINT "view_as_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "field_pointer" (
    "id" SERIAL NOT NULL,
    "view_id" INTEGER NOT NULL,
    "person_id" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "field_pointer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "view_as_person_id_idx" ON "view_as"("person_id");

-- CreateIndex
CREATE INDEX "view_as_began_at_idx" ON "view_as"("began_at");

-- CreateIndex
CREATE INDEX "field_pointer_view_id_idx" ON "field_pointer"("view_id");

-- CreateIndex
CREATE INDEX "field_pointer_person_id_idx" ON "field_pointer"("person_id");

-- AddForeignKey
ALTER TABLE "view_as" ADD CONSTRAINT "view_as_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "field_pointer" ADD CONSTRAINT "field_pointer_view_id_fkey" FOREIGN KEY ("view_id") REFERENCES "view_as"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "field_pointer" ADD CONSTRAINT "field_pointer_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Impossible states.
ALTER TABLE view_as
  ADD CONSTRAINT view_as_span CHECK (ends_at > began_at AND ends_at <= began_at + interval '30 minutes'),
  ADD CONSTRAINT view_as_ended CHECK (
    (ended_at IS NULL) = (ended_because IS NULL) AND (ended_at IS NULL OR session_id IS NULL) AND coalesce(ended_because IN ('asked', 'expired', 'admin_left', 'person_closed'), true)
    AND coalesce(ended_at BETWEEN began_at AND ends_at, true)),
  ADD CONSTRAINT view_as_whom CHECK (role NOT IN ('admin', 'operator') AND admin_id <> person_id),
  ADD CONSTRAINT view_as_where CHECK ((role = 'store') = (in_store IS NOT NULL) AND (role = 'customer') = (in_customer IS NOT NULL)),
  ADD CONSTRAINT view_as_reason CHECK (length(reason) BETWEEN 10 AND 500),
  ADD CONSTRAINT view_as_looked_at CHECK (cardinality(looked_at) <= 500);
ALTER TABLE field_pointer
  ADD CONSTRAINT field_pointer_place CHECK (place ~ '^/([^/\\]|$)' AND length(place) <= 300),
  ADD CONSTRAINT field_pointer_field CHECK (field ~ '^[A-Za-z][A-Za-z0-9_-]*$' AND length(field) <= 100),
  ADD CONSTRAINT field_pointer_note CHECK (length(note) BETWEEN 1 AND 300);

-- A session looks at one person at a time.
CREATE UNIQUE INDEX view_as_open ON view_as (session_id) WHERE ended_at IS NULL;
