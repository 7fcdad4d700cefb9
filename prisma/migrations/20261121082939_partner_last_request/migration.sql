-- When an account's last request was accepted: the marks themselves are kept for a quarter of an hour only.
ALTER TABLE "partner_account" ADD COLUMN     "last_request_at" TIMESTAMPTZ(3);
