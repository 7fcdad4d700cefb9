-- Who works in a customer and as what, what each role may do there, and what the access test found of it (sources/002, step 4).
-- AlterTable
ALTER TABLE "session" ADD COLUMN     "customer_id" INTEGER;

-- CreateTable
CREATE TABLE "customer_user" (
    "id" SERIAL NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "user_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "notify_by" TEXT[] DEFAULT ARRAY['email', 'in_app']::TEXT[],
    "is_probe" BOOLEAN NOT NULL DEFAULT false,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_invite" (
    "id" SERIAL NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_permission" (
    "customer_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "permission" TEXT NOT NULL,
    "is_allowed" BOOLEAN NOT NULL,

    CONSTRAINT "customer_permission_pkey" PRIMARY KEY ("customer_id","role","permission")
);

-- CreateTable
CREATE TABLE "customer_widget" (
    "customer_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "widget" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "customer_widget_pkey" PRIMARY KEY ("customer_id","role","widget")
);

-- CreateTable
CREATE TABLE "customer_access_check" (
    "customer_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "permission" TEXT NOT NULL,
    "is_expected" BOOLEAN NOT NULL,
    "is_granted" BOOLEAN NOT NULL,
    "asked" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_access_check_pkey" PRIMARY KEY ("customer_id","role","permission")
);

-- CreateIndex
CREATE INDEX "customer_user_user_id_idx" ON "customer_user"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_user_customer_id_user_id_key" ON "customer_user"("customer_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_invite_token_hash_key" ON "customer_invite"("token_hash");

-- CreateIndex
CREATE INDEX "customer_invite_customer_id_id_idx" ON "customer_invite"("customer_id", "id");

-- CreateIndex
CREATE INDEX "customer_invite_email_idx" ON "customer_invite"("email");

-- CreateIndex
CREATE UNIQUE INDEX "customer_widget_customer_id_role_position_key" ON "customer_widget"("customer_id", "role", "position");

-- AddForeignKey
ALTER TABLE "customer_user" ADD CONSTRAINT "customer_user_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_user" ADD CONSTRAINT "customer_user_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_invite" ADD CONSTRAINT "customer_invite_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_permission" ADD CONSTRAINT "customer_permission_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_widget" ADD CONSTRAINT "customer_widget_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_access_check" ADD CONSTRAINT "customer_access_check_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Impossible states.
ALTER TABLE customer_user
  ADD CONSTRAINT customer_user_role CHECK (role IN ('manager', 'viewer')),
  ADD CONSTRAINT customer_user_notify_by CHECK (notify_by <@ ARRAY['email', 'in_app']);
ALTER TABLE customer_invite
  ADD CONSTRAINT customer_invite_role CHECK (role IN ('manager', 'viewer')),
  ADD CONSTRAINT customer_invite_lower_email CHECK (email = lower(email) AND length(email) > 0),
  ADD CONSTRAINT customer_invite_hashed CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT customer_invite_one_end CHECK (num_nonnulls(accepted_at, revoked_at) <= 1);
ALTER TABLE customer_permission ADD CONSTRAINT customer_permission_role CHECK (role IN ('manager', 'viewer'));
ALTER TABLE customer_widget
  ADD CONSTRAINT customer_widget_role CHECK (role IN ('manager', 'viewer')),
  ADD CONSTRAINT customer_widget_position CHECK (position >= 0);
ALTER TABLE customer_access_check ADD CONSTRAINT customer_access_check_role CHECK (role IN ('manager', 'viewer'));

-- Nobody is asked twice at once, however many ask: a second invite to an address takes the place of the first.
CREATE UNIQUE INDEX customer_invite_open ON customer_invite (customer_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
-- Sessions that work in a customer: who is removed is out of it at once.
CREATE INDEX session_customer ON session (customer_id) WHERE customer_id IS NOT NULL;

-- Tenant tables (docs/decisions/001).
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['customer_user', 'customer_invite', 'customer_permission', 'customer_widget', 'customer_access_check'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (customer_id = current_customer_id()) WITH CHECK (customer_id = current_customer_id())', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;
