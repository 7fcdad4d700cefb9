import { transaction } from "@/lib/platform/db";

/** The contracts that a partner may activate for: the newest of them, and how many there are. */
type PartnerContracts = { count: number; newest: { id: string; employerId: number; employer: string }[] };

type Row = { partnerId: string; count: number; id: string; employerId: number; employer: string };

const shown = 3;

/** Contracts that go on or are to begin, by the id of the partner that may activate for them. */
export async function listPartnerContracts(): Promise<Partial<Record<string, PartnerContracts>>> {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Row[]>`
      SELECT * FROM (
        SELECT s.partner_account_id AS "partnerId", s.id, e.id AS "employerId", e.name AS employer,
          count(*) OVER (PARTITION BY s.partner_account_id)::int AS count,
          row_number() OVER (PARTITION BY s.partner_account_id ORDER BY s.created_at DESC, s.id) AS place
        FROM parent_subscription s JOIN employer e ON e.id = s.employer_id
        WHERE s.partner_account_id IS NOT NULL AND s.cancelled_at IS NULL AND e.disabled_at IS NULL
          AND (s.ends_on IS NULL OR s.ends_on >= (app_now() AT TIME ZONE 'UTC')::date)
      ) ranked WHERE place <= ${shown}::int ORDER BY "partnerId", place`,
  );
  const found: Partial<Record<string, PartnerContracts>> = {};
  for (const { partnerId, count, id, employerId, employer } of rows) {
    found[partnerId] ??= { count, newest: [] };
    found[partnerId].newest.push({ id, employerId, employer });
  }
  return found;
}
