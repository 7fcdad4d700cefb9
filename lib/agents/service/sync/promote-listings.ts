import { Prisma, type Tx } from "@/lib/platform/db";
import type { Change } from "@/lib/platform/flow/counts";
import { queryLong } from "@/lib/platform/long-texts";
import { changedListing, labelOfDeal } from "./deal-changes";
import type { StagedDeal } from "./map-deal";
import { ifKept, type Reading, recordWritten, type ToldChange } from "./record-changes";
import { joinRows, listingStaging, stageWritten } from "./staging";

const listingsWritten = (reading: Reading, deals: readonly StagedDeal[]) => Prisma.sql`
  WITH staged AS (${stageWritten(listingStaging, reading, deals)})
  INSERT INTO listing AS t
  SELECT * FROM jsonb_populate_recordset(
    jsonb_populate_record(null::listing, jsonb_build_object('user_id', ${reading.userId}::int, 'synced_at', app_now())),
    ${joinRows(deals.map(({ row }) => row))}::jsonb)
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

/** Writes listings to their staging and their table in one statement; what has not changed is left alone there and not told. */
export const promoteListings = async (tx: Tx, reading: Reading, deals: readonly StagedDeal[]): Promise<Change[]> =>
  recordWritten(tx, reading, await queryLong<ToldChange>(tx, listingsWritten(reading, deals)));
