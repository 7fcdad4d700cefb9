import { lastOfEach } from "@/lib/platform/flow/write-sound-rows";
import type { Deal, FoundDeal, Participant } from "../../client/entities";
import { inOneCurrency } from "./notes";

/** Which version of this reading: what is staged under another one is written to its table again. */
export const mapping = 1;

/** A listing or transaction ready for its staging: reZEN's object, and the rows that our tables take of it. */
export type StagedDeal = { id: string; raw: unknown; mapped: Record<string, unknown>; leftOut: number };

/** What listings and transactions have alike. */
const toCommonRow = (userId: number, deal: Deal) => ({
  user_id: userId,
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
export const toStagedListing = (userId: number, { deal, raw }: FoundDeal): StagedDeal => ({
  id: deal.id,
  raw,
  mapped: {
    ...toCommonRow(userId, deal),
    price: deal.price?.amount ?? null,
    currency: deal.price?.currency ?? null,
    listing_date: deal.listingDate,
    listing_expiration_date: deal.listingExpirationDate,
  },
  leftOut: 0,
});

const toParticipantRow = (userId: number, transactionId: string, person: Participant) => ({
  user_id: userId,
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

const toPaidRow = (userId: number, transactionId: string, person: Participant) => ({
  user_id: userId,
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

/** A transaction as a row, its people in lists inside. */
export function toStagedTransaction(userId: number, { deal, raw }: FoundDeal): StagedDeal {
  const { currency, amounts, leftOut } = inOneCurrency([deal.price, deal.grossCommission, deal.myNetPayout]);
  const [price, grossCommission, myNetPayout] = amounts;
  const people = lastOfEach(deal.participants, ({ id }) => id);
  const mapped = {
    ...toCommonRow(userId, deal),
    ...{ price, currency, gross_commission: grossCommission, my_net_payout: myNetPayout },
    gross_commission_percentage: deal.grossCommissionPercentage,
    contract_acceptance_date: deal.contractAcceptanceDate,
    firm_date: deal.firmDate,
    closing_date_estimated: deal.closingDateEstimated,
    closing_date_actual: deal.closingDateActual,
    closed_at: deal.closedAt,
    participants: people.map(person => toParticipantRow(userId, deal.id, person)),
    paid_participants: people.filter(isPaid).map(person => toPaidRow(userId, deal.id, person)),
  };
  return { id: deal.id, raw, mapped, leftOut };
}
