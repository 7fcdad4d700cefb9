import { hash } from "node:crypto";
import { lastOfEach } from "@/lib/platform/flow/write-sound-rows";
import type { Deal, FoundDeal, Participant } from "../../client/entities";
import { inOneCurrency } from "./notes";

/** Which version of this reading: what is staged under another one is written to its table again. */
export const mapping = 2;

/**
 * A listing or transaction ready to be written, as JSON texts: reZEN's object, the row that our table takes of it without whose it is, and the lists
 * of its people's rows. `digest` tells all of that from any other, as a UUID; of what an older version has staged it is not known.
 */
export type StagedDeal = {
  id: string;
  digest: string | null;
  raw: string;
  row: string;
  people: string;
  paid: string;
  leftOut: number;
};

type Row = Record<string, unknown>;
type Rows = { row: Row; people: readonly Row[]; paid: readonly Row[] };

/** Each is made into a text once: that is what is compared, and what is sent. */
function toStaged({ deal: { id }, raw }: FoundDeal, rows: Rows, leftOut: number): StagedDeal {
  const texts = {
    raw: JSON.stringify(raw),
    row: JSON.stringify(rows.row),
    people: JSON.stringify(rows.people),
    paid: JSON.stringify(rows.paid),
  };
  const digest = hash("sha256", `${texts.raw}\n${texts.row}\n${texts.people}\n${texts.paid}`).slice(0, 32);
  return { id, digest, ...texts, leftOut };
}

/** What listings and transactions have alike. */
const toCommonRow = (deal: Deal) => ({
  id: deal.id,
  code: deal.code,
  lifecycle_group: deal.lifecycleGroup,
  state: deal.state,
  transaction_type: deal.transactionType,
  deal_type: deal.dealType,
  address_one_line: deal.addressOneLine,
  street: deal.street,
  unit: deal.unit,
  city: deal.city,
  region: deal.region,
  postal_code: deal.postalCode,
  county: deal.county,
  sale_commission_percent: deal.saleCommissionPercent,
  listing_commission_percent: deal.listingCommissionPercent,
  mls_number: deal.mlsNumber,
  office_id: deal.officeId,
  office_name: deal.officeName,
  compliance_status: deal.complianceStatus,
  lead_source: deal.leadSource,
  rezen_created_at: deal.createdAt,
  rezen_updated_at: deal.updatedAt,
});

/** A listing as a row. */
export function toStagedListing(found: FoundDeal): StagedDeal {
  const { deal } = found;
  const row = {
    ...toCommonRow(deal),
    price: deal.price?.amount ?? null,
    currency: deal.price?.currency ?? null,
    listing_date: deal.listingDate,
    listing_expiration_date: deal.listingExpirationDate,
  };
  return toStaged(found, { row, people: [], paid: [] }, 0);
}

const toParticipantRow = (transactionId: string, person: Participant) => ({
  id: person.id,
  transaction_id: transactionId,
  agent_id: person.agentId,
  role: person.role,
  first_name: person.firstName,
  last_name: person.lastName,
  email: person.email,
  phone_number: person.phoneNumber,
  business_entity: person.businessEntity,
  payment_percent: person.paymentPercent,
  payment_amount: person.paymentAmount?.amount ?? null,
  currency: person.paymentAmount?.currency ?? null,
  paid_by_real: person.paidByReal,
  external: person.external,
});

const isSome = (number: string | null | undefined) =>
  number !== null && number !== undefined && !/^-?[0.]*$/.test(number);
const isPaid = ({ paymentPercent, paymentAmount }: Participant) =>
  isSome(paymentPercent) || isSome(paymentAmount?.amount);

const nameOf = ({ firstName, lastName, businessEntity, role, id }: Participant): string =>
  [firstName, lastName].filter(Boolean).join(" ") || businessEntity || role || id;

const toPaidRow = (transactionId: string, person: Participant) => ({
  transaction_id: transactionId,
  participant_id: person.id,
  agent_id: person.agentId,
  name: nameOf(person),
  role: person.role,
  amount: person.paymentAmount?.amount ?? null,
  currency: person.paymentAmount?.currency ?? null,
  percent: person.paymentPercent,
  paid_by_real: person.paidByReal,
});

/** A transaction as a row, with its people. */
export function toStagedTransaction(found: FoundDeal): StagedDeal {
  const { deal } = found;
  const { currency, amounts, leftOut } = inOneCurrency([deal.price, deal.grossCommission, deal.myNetPayout]);
  const [price, grossCommission, myNetPayout] = amounts;
  const people = lastOfEach(deal.participants, ({ id }) => id);
  const row = {
    ...toCommonRow(deal),
    ...{ price, currency, gross_commission: grossCommission, my_net_payout: myNetPayout },
    gross_commission_percentage: deal.grossCommissionPercentage,
    contract_acceptance_date: deal.contractAcceptanceDate,
    firm_date: deal.firmDate,
    closing_date_estimated: deal.closingDateEstimated,
    closing_date_actual: deal.closingDateActual,
    closed_at: deal.closedAt,
  };
  const rows = {
    row,
    people: people.map(person => toParticipantRow(deal.id, person)),
    paid: people.filter(isPaid).map(person => toPaidRow(deal.id, person)),
  };
  return toStaged(found, rows, leftOut);
}
