import { z } from "zod";
import type { Listing, PaidParticipant, Participant, Prisma, Transaction } from "@/prisma/generated/client";

/** What kind of value a field holds, and so how it is told. */
export type DealField =
  | { name: string; as: "text" | "word" | "day" | "moment" | "percent"; value: string | null }
  | { name: string; as: "money"; value: string | null; currency: string | null };

/** Somebody with a part in a transaction. */
export type DealPerson = {
  id: string;
  name: string;
  role: string | null;
  email: string | null;
  phoneNumber: string | null;
  businessEntity: string | null;
};

/** Somebody who is paid from a transaction, and how much. */
export type PaidPerson = {
  id: string;
  name: string;
  role: string | null;
  amount: string | null;
  currency: string | null;
  percent: string | null;
  isPaidByReal: boolean | null;
};

const Fields = z
  .array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }))
  .catch([]);

/** What one sync has found to be other of a deal. */
export type DealChange = { runId: number; kind: string; foundAt: string; fields: z.output<typeof Fields> };

/** Everything we hold of a deal, in groups. */
export type DealDetail = {
  id: string;
  title: string;
  /** Where it is, for a title that does not say it. */
  place: string | null;
  lifecycleGroup: string;
  state: string | null;
  /** When what is kept of it last changed. */
  syncedAt: string;
  /** When its data set was last read to its end; null while it never was. */
  readAt: string | null;
  groups: { name: "deal" | "money" | "dates" | "office"; fields: DealField[] }[];
  /** Null of a listing, of which reZEN tells no people. */
  people: DealPerson[] | null;
  paid: PaidPerson[] | null;
  changes: DealChange[];
};

/** A change as it is kept. */
export type FoundChange = { runId: number; kind: string; foundAt: Date; fields: Prisma.JsonValue };

/** What the syncs tell of a deal: what they found to be other, and when its data set was last read to its end. */
export type Lately = { changes: readonly FoundChange[]; readAt: string | null };

type Decimal = { toFixed: (digits: number) => string; toString: () => string };

const text = (name: string, value: string | null): DealField => ({ name, as: "text", value });
const word = (name: string, value: string | null): DealField => ({ name, as: "word", value });
const day = (name: string, value: Date | null): DealField => ({
  ...{ name, as: "day", value: value?.toISOString().slice(0, 10) ?? null },
});
const moment = (name: string, value: Date | null): DealField => ({
  name,
  as: "moment",
  value: value?.toISOString() ?? null,
});
const percent = (name: string, value: Decimal | null): DealField => ({
  name,
  as: "percent",
  value: value?.toString() ?? null,
});
const money = (name: string, value: Decimal | null, currency: string | null): DealField => ({
  ...{ name, as: "money", value: value?.toFixed(2) ?? null, currency },
});

const fieldsOfDeal = (row: Listing | Transaction): DealField[] => [
  text("code", row.code),
  word("transactionType", row.transactionType),
  word("dealType", row.dealType),
  text("street", row.street),
  text("unit", row.unit),
  text("city", row.city),
  text("region", row.region),
  text("postalCode", row.postalCode),
  text("county", row.county),
  text("mlsNumber", row.mlsNumber),
  word("leadSource", row.leadSource),
];

const office = (row: Listing | Transaction): DealDetail["groups"][number] => ({
  name: "office",
  fields: [text("officeName", row.officeName), word("complianceStatus", row.complianceStatus), text("id", row.id)],
});

const toChange = ({ runId, kind, foundAt, fields }: FoundChange): DealChange => ({
  ...{ runId, kind, foundAt: foundAt.toISOString(), fields: Fields.parse(fields) },
});

const frameOf = (row: Listing | Transaction) => ({
  id: row.id,
  title: row.addressOneLine ?? row.code ?? row.id,
  place:
    row.city && row.addressOneLine?.includes(row.city)
      ? null
      : [row.city, row.region, row.postalCode].filter(Boolean).join(", ") || null,
  ...{ lifecycleGroup: row.lifecycleGroup, state: row.state, syncedAt: row.syncedAt.toISOString() },
});

/** A listing with what has changed of it lately. */
export const toListingDetail = (row: Listing, { changes, readAt }: Lately): DealDetail => ({
  ...frameOf(row),
  readAt,
  groups: [
    { name: "deal", fields: fieldsOfDeal(row) },
    {
      name: "money",
      fields: [
        money("price", row.price, row.currency),
        percent("listingCommissionPercent", row.listingCommissionPercent),
        percent("saleCommissionPercent", row.saleCommissionPercent),
      ],
    },
    {
      name: "dates",
      fields: [
        ...[day("listingDate", row.listingDate), day("listingExpirationDate", row.listingExpirationDate)],
        ...[moment("createdAt", row.rezenCreatedAt), moment("updatedAt", row.rezenUpdatedAt)],
      ],
    },
    office(row),
  ],
  ...{ people: null, paid: null, changes: changes.map(toChange) },
});

const moneyOf = (row: Transaction): DealField[] => [
  money("price", row.price, row.currency),
  money("grossCommission", row.grossCommission, row.currency),
  percent("grossCommissionPercentage", row.grossCommissionPercentage),
  percent("listingCommissionPercent", row.listingCommissionPercent),
  percent("saleCommissionPercent", row.saleCommissionPercent),
  money("myNetPayout", row.myNetPayout, row.currency),
];

const datesOf = (row: Transaction): DealField[] => [
  day("contractAcceptanceDate", row.contractAcceptanceDate),
  day("firmDate", row.firmDate),
  day("closingDateEstimated", row.closingDateEstimated),
  day("closingDateActual", row.closingDateActual),
  moment("closedAt", row.closedAt),
  moment("createdAt", row.rezenCreatedAt),
  moment("updatedAt", row.rezenUpdatedAt),
];

const toPerson = ({ id, firstName, lastName, role, email, phoneNumber, businessEntity }: Participant): DealPerson => ({
  ...{ id, role, email, phoneNumber, businessEntity },
  name: [firstName, lastName].filter(Boolean).join(" ") || businessEntity || role || id,
});

const toPaid = ({ participantId, name, role, amount, currency, percent, paidByReal }: PaidParticipant): PaidPerson => ({
  ...{ id: participantId, name, role, currency, isPaidByReal: paidByReal },
  ...{ amount: amount?.toFixed(2) ?? null, percent: percent?.toString() ?? null },
});

/** A transaction with its people, who is paid, and what has changed of it lately. */
export const toTransactionDetail = (
  row: Transaction,
  { people, paid }: { people: readonly Participant[]; paid: readonly PaidParticipant[] },
  { changes, readAt }: Lately,
): DealDetail => ({
  ...frameOf(row),
  readAt,
  groups: [
    { name: "deal", fields: fieldsOfDeal(row) },
    { name: "money", fields: moneyOf(row) },
    { name: "dates", fields: datesOf(row) },
    office(row),
  ],
  ...{ people: people.map(toPerson), paid: paid.map(toPaid), changes: changes.map(toChange) },
});
