import { type Tx, transaction } from "../db";
import { hintOf } from "./accounts";
import type { PartnerList, PartnerScope, PartnerView } from "./schema";

type Row = {
  id: string;
  name: string;
  scopes: PartnerScope[];
  sandbox: boolean;
  defaultRegion: string | null;
  allowsReplacement: boolean;
  createdAt: Date;
  rotatedAt: Date | null;
  previousUntil: Date | null;
  disabledAt: Date | null;
  lastRequestAt: Date | null;
  secret: string;
  previousSecret: string | null;
};

const iso = (time: Date | null) => time?.toISOString() ?? null;

const toPartnerView = ({ secret, previousSecret, ...row }: Row): PartnerView => ({
  ...row,
  secretHint: row.disabledAt ? null : hintOf(row.id, "secret", secret),
  previousHint: previousSecret && hintOf(row.id, "previous_secret", previousSecret),
  createdAt: row.createdAt.toISOString(),
  rotatedAt: iso(row.rotatedAt),
  previousUntil: iso(row.previousUntil),
  disabledAt: iso(row.disabledAt),
  lastRequestAt: iso(row.lastRequestAt),
});

/** Accounts without their secrets, by id; only one where it is named. */
export async function findPartners(tx: Tx, id: string | null = null): Promise<PartnerView[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.id, a.name, a.scopes, a.sandbox, a.default_region AS "defaultRegion", a.allows_replacement AS "allowsReplacement",
      a.created_at AS "createdAt", a.rotated_at AS "rotatedAt", a.disabled_at AS "disabledAt",
      CASE WHEN a.previous_until > app_now() THEN a.previous_until END AS "previousUntil",
      a.secret, CASE WHEN a.previous_until > app_now() THEN a.previous_secret END AS "previousSecret",
      coalesce((SELECT max(accepted_at) FROM partner_request r WHERE r.account_id = a.id), a.last_request_at) AS "lastRequestAt"
    FROM partner_account a WHERE ${id}::text IS NULL OR a.id = ${id} ORDER BY a.id`;
  return rows.map(toPartnerView);
}

/** One account; null where there is none. */
export const findPartner = async (id: string): Promise<PartnerView | null> =>
  (await transaction("system", tx => findPartners(tx, id)))[0] ?? null;

/** Every account, for the admin's desk. */
export const listPartners = async (): Promise<PartnerList> => ({
  items: await transaction("system", tx => findPartners(tx)),
});
