import type { Tx } from "@/lib/platform/db";
import type { Change } from "@/lib/platform/flow/counts";
import { changedListing, labelOfDeal } from "./deal-changes";
import { ifKept, type Reading, recordWritten, type ToldChange } from "./record-changes";

const writeListings = (tx: Tx, reading: Reading, ids: readonly string[]) => tx.$queryRaw<ToldChange[]>`
  INSERT INTO listing AS t
  SELECT r.* FROM rezen_listing_staging s, jsonb_populate_record(null::listing, s.mapped || jsonb_build_object('synced_at', app_now())) r
  WHERE s.user_id = ${reading.userId} AND s.rezen_id = ANY(${[...ids]}::text[])
  ON CONFLICT (user_id, id) DO UPDATE SET code = excluded.code, lifecycle_group = excluded.lifecycle_group, state = excluded.state,
    transaction_type = excluded.transaction_type, deal_type = excluded.deal_type, address_one_line = excluded.address_one_line,
    street = excluded.street, unit = excluded.unit, city = excluded.city, region = excluded.region, postal_code = excluded.postal_code,
    county = excluded.county, price = excluded.price, currency = excluded.currency,
    listing_commission_percent = excluded.listing_commission_percent, sale_commission_percent = excluded.sale_commission_percent,
    mls_number = excluded.mls_number, listing_date = excluded.listing_date, listing_expiration_date = excluded.listing_expiration_date,
    office_id = excluded.office_id, office_name = excluded.office_name, compliance_status = excluded.compliance_status,
    lead_source = excluded.lead_source, rezen_created_at = excluded.rezen_created_at, rezen_updated_at = excluded.rezen_updated_at,
    synced_at = excluded.synced_at
  WHERE to_jsonb(t) - 'synced_at' IS DISTINCT FROM to_jsonb(excluded) - 'synced_at'
  RETURNING t.id, t.xmax = 0 AS "isNew", ${ifKept(reading, labelOfDeal)} AS label, ${ifKept(reading, changedListing)} AS fields`;

/** Writes staged listings to their table in one statement; what has not changed is left alone and not told. */
export const promoteListings = async (tx: Tx, reading: Reading, ids: readonly string[]): Promise<Change[]> =>
  recordWritten(tx, reading, await writeListings(tx, reading, ids));
