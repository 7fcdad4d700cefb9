import { Prisma } from "@/lib/platform/db";
import { changedFields } from "./record-changes";

/** What people call a listing or transaction: where it is, else its code. */
export const labelOfDeal = Prisma.sql`coalesce(nullif(address_one_line, ''), code, id)`;

const price = [
  "price",
  Prisma.sql`old.price || ' ' || old.currency`,
  Prisma.sql`new.price || ' ' || new.currency`,
] as const;
const common = [
  ["state", Prisma.sql`old.state`, Prisma.sql`new.state`],
  ["lifecycle_group", Prisma.sql`old.lifecycle_group`, Prisma.sql`new.lifecycle_group`],
  ["address_one_line", Prisma.sql`old.address_one_line`, Prisma.sql`new.address_one_line`],
  price,
] as const;
const compliance = ["compliance_status", Prisma.sql`old.compliance_status`, Prisma.sql`new.compliance_status`] as const;

/** Inside `RETURNING`: what has changed of a listing that matters to people. */
export const changedListing = changedFields([
  ...common,
  ["listing_date", Prisma.sql`old.listing_date`, Prisma.sql`new.listing_date`],
  ["listing_expiration_date", Prisma.sql`old.listing_expiration_date`, Prisma.sql`new.listing_expiration_date`],
  compliance,
]);

/** The same of a transaction; its people are told apart. */
export const changedTransaction = changedFields([
  ...common,
  ["closing_date_estimated", Prisma.sql`old.closing_date_estimated`, Prisma.sql`new.closing_date_estimated`],
  ["closing_date_actual", Prisma.sql`old.closing_date_actual`, Prisma.sql`new.closing_date_actual`],
  [
    "gross_commission",
    Prisma.sql`old.gross_commission || ' ' || old.currency`,
    Prisma.sql`new.gross_commission || ' ' || new.currency`,
  ],
  [
    "my_net_payout",
    Prisma.sql`old.my_net_payout || ' ' || old.currency`,
    Prisma.sql`new.my_net_payout || ' ' || new.currency`,
  ],
  compliance,
]);
