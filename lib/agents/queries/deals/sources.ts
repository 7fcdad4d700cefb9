import { Prisma } from "@/lib/platform/db";
import type { KeyKind } from "@/lib/platform/keyset";
import type { DealKind, DealSort } from "../../schema/deals";

/** Where a kind of deal is kept, which part of the sync reads it, and the day it goes by; `d` is its row. */
type Source = {
  table: Prisma.Sql;
  step: "transactions" | "listings";
  day: Prisma.Sql;
  fields: Prisma.Sql;
  export: Prisma.Sql;
};

// Written like the index on it: the database promises of COALESCE nothing that would let it look into an index before the tenant is checked.
const closingDay = Prisma.sql`(CASE WHEN d.closing_date_actual IS NULL THEN d.closing_date_estimated ELSE d.closing_date_actual END)`;

const common = Prisma.sql`d.id, d.code, d.lifecycle_group AS "lifecycleGroup", d.state, d.transaction_type AS "transactionType",
  d.address_one_line AS "address", d.city, d.region, d.price::text, trim(d.currency) AS currency`;

const exported = Prisma.sql`${common}, d.deal_type AS "dealType", d.postal_code AS "postalCode", d.county, d.mls_number AS "mlsNumber", d.office_name AS "officeName",
  d.compliance_status AS "complianceStatus", d.lead_source AS "leadSource"`;

/** Both kinds of deal. */
export const sources: Record<DealKind, Source> = {
  transaction: {
    table: Prisma.sql`"transaction"`,
    step: "transactions",
    day: closingDay,
    fields: Prisma.sql`${common}, d.my_net_payout::text AS "myNetPayout", ${closingDay}::text AS day, d.closing_date_actual IS NOT NULL AS "isDayActual"`,
    export: Prisma.sql`${exported}, d.my_net_payout::text AS "myNetPayout", d.gross_commission::text AS "grossCommission",
      d.contract_acceptance_date::text AS "contractAcceptanceDate", d.closing_date_estimated::text AS "closingDateEstimated", d.closing_date_actual::text AS "closingDateActual"`,
  },
  listing: {
    table: Prisma.sql`listing`,
    step: "listings",
    day: Prisma.sql`d.listing_date`,
    fields: Prisma.sql`${common}, d.listing_date::text AS day, d.mls_number AS "mlsNumber"`,
    export: Prisma.sql`${exported}, d.listing_date::text AS "listingDate", d.listing_expiration_date::text AS "listingExpirationDate"`,
  },
};

/**
 * What a list of a kind is sorted by, and whether an index has that order. Addresses and payouts have none: sorting one account's rows takes
 * a few milliseconds, and an index would be written with each row of every sync.
 */
export function sortOf(kind: DealKind, sort: DealSort): { key: Prisma.Sql; kind: KeyKind; isIndexed: boolean } {
  if (sort === "price") return { key: Prisma.sql`d.price`, kind: "number", isIndexed: true };
  if (sort === "payout") return { key: Prisma.sql`d.my_net_payout`, kind: "number", isIndexed: false };
  if (sort === "address") return { key: Prisma.sql`d.address_one_line`, kind: "text", isIndexed: false };
  return { key: sources[kind].day, kind: "day", isIndexed: true };
}
