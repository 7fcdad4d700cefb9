/** A row of a list of transactions or listings, as the database tells it: money exact, days as `YYYY-MM-DD`. */
type DealRow = {
  id: string;
  sortKey: string | null;
  code: string | null;
  lifecycleGroup: string;
  state: string | null;
  transactionType: string | null;
  address: string | null;
  city: string | null;
  region: string | null;
  price: string | null;
  currency: string | null;
  /** The day that it goes by: of a transaction its closing, of a listing its beginning. */
  day: string | null;
};

/** A transaction in a list. */
export type TransactionRow = DealRow & {
  myNetPayout: string | null;
  /** It has closed on that day; else it is expected to. */
  isDayActual: boolean;
};

/** A listing in a list. */
export type ListingRow = DealRow & { mlsNumber: string | null };

const common = {
  ...{ id: "id", code: "code", life: "lifecycleGroup", state: "state", type: "transactionType", deal_type: "dealType" },
  ...{ address: "address", city: "city", region: "region", postal_code: "postalCode", county: "county" },
};
const rest = {
  ...{ mls_number: "mlsNumber", office: "officeName", compliance: "complianceStatus", lead_source: "leadSource" },
};

// The columns of a downloaded table, with what stands in them.
const columns = {
  transaction: {
    ...common,
    ...{ price: "price", gross_commission: "grossCommission", my_net_payout: "myNetPayout", currency: "currency" },
    contract_acceptance_date: "contractAcceptanceDate",
    ...{ closing_date_estimated: "closingDateEstimated", closing_date_actual: "closingDateActual" },
    ...rest,
  },
  listing: {
    ...common,
    ...{ price: "price", currency: "currency", listing_date: "listingDate" },
    listing_expiration_date: "listingExpirationDate",
    ...rest,
  },
} as const;

/** The first line of a table of deals. */
export const dealColumns = (kind: keyof typeof columns): string[] => Object.keys(columns[kind]);

/** A deal as a line of such a table. */
export const toDealLine = (kind: keyof typeof columns, row: Readonly<Record<string, unknown>>): string[] =>
  Object.values(columns[kind]).map(name => String(row[name] ?? ""));
