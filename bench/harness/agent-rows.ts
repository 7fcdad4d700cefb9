import { tidyName } from "@/lib/agents/client/name";

type Money = number | string | { amount: number | string };
type Named = { firstName?: string; lastName?: string; fullName?: string; id?: string; yentaId?: string };
type Person = Named & {
  id: string;
  yentaUserId?: string;
  participantRole: string;
  emailAddress?: string;
  phoneNumber?: string;
  businessEntity?: { name: string };
  payment?: { percent?: string; amount?: Money };
  paidByReal?: boolean;
  external?: boolean;
};
type Text =
  | "code transactionType dealType complianceStatus leadSource mlsNum mlsNumber saleCommissionPercent grossCommissionPercentage listingCommissionPercent"
  | "contributionType status contributorName contributorYentaId agentYentaId transactionId firstName lastName emailAddress phoneNumber avatar";
type Amount = "price listingPrice grossCommission myNetPayout payout payoutAmount amount earnedAmount";
type Moment =
  | "createdAt updatedAt rezenClosedAt closedAt listingDate listingExpirationDate contractAcceptanceDate firmDate closingDateEstimated"
  | "closingDateActual contributionDate joinDate terminatedAsOf";
type Word<Line extends string> = Line extends `${infer First} ${infer Rest}` ? First | Word<Rest> : Line;

/** A deal, a contribution or somebody of the network, as the sandbox's reZEN writes them, and nothing else. */
export type Wire = {
  id: string;
  tier: number;
  sizeOfNetwork: number;
  currency: string;
  address: Record<string, string | null>;
  lifecycleState: { state: string };
  office: { id: string; name: string };
  participants: Person[];
  contributor?: Named;
  contributingAgent?: Named;
} & { [Name in Word<Text>]?: string } & { [Name in Word<Amount>]?: Money } & {
  [Name in Word<Moment>]?: number | string | null;
};

/** A row under the names of its table's columns. */
export type Row = Record<string, string | number | boolean | null | undefined>;

const amountOf = (money: Money | undefined) =>
  money === undefined ? null : String(typeof money === "object" ? money.amount : money);
const iso = (ms: number | string | null | undefined) =>
  ms === undefined || ms === null ? null : new Date(Number(ms)).toISOString();
const nameOf = (name: string | undefined) => (name === undefined ? null : tidyName(name));

/** A day comes as ISO date or date-time, or as milliseconds, as number or text. */
function dayOf(day: number | string | null | undefined): string | null {
  if (day === null || day === undefined) return null;
  const text = String(day);
  return text.charAt(4) === "-" ? text.slice(0, 10) : (iso(text)?.slice(0, 10) ?? null);
}

/** What listings and transactions have alike; of a group's address all are of that group. */
function toDeal(userId: number, group: string, deal: Wire): Row {
  const { address, lifecycleState: state, office } = deal;
  return {
    ...{ user_id: userId, id: deal.id, code: deal.code, lifecycle_group: group, state: state.state },
    ...{ transaction_type: deal.transactionType, deal_type: deal.dealType, address_one_line: address.oneLine ?? null },
    ...{ street: address.street ?? null, unit: address.unit ?? null, city: address.city ?? null },
    ...{ region: address.state ?? null, postal_code: address.zip ?? address.zipCode ?? null },
    county: address.county ?? null,
    ...{ price: amountOf(deal.price ?? deal.listingPrice), currency: deal.currency },
    sale_commission_percent: deal.saleCommissionPercent,
    listing_commission_percent: deal.listingCommissionPercent ?? null,
    mls_number: deal.mlsNum ?? deal.mlsNumber,
    ...{ office_id: office.id, office_name: office.name },
    ...{ compliance_status: deal.complianceStatus, lead_source: deal.leadSource },
    ...{ rezen_created_at: iso(deal.createdAt), rezen_updated_at: iso(deal.updatedAt) },
  };
}

/** A listing's row. */
export const toListing = (userId: number, group: string, deal: Wire): Row => ({
  ...toDeal(userId, group, deal),
  ...{ listing_date: dayOf(deal.listingDate), listing_expiration_date: dayOf(deal.listingExpirationDate) },
});

/** A transaction's row. */
export const toTransaction = (userId: number, group: string, deal: Wire): Row => ({
  ...toDeal(userId, group, deal),
  gross_commission: amountOf(deal.grossCommission),
  gross_commission_percentage: deal.grossCommissionPercentage,
  my_net_payout: amountOf(deal.myNetPayout),
  contract_acceptance_date: dayOf(deal.contractAcceptanceDate),
  firm_date: dayOf(deal.firmDate),
  closing_date_estimated: dayOf(deal.closingDateEstimated),
  closing_date_actual: dayOf(deal.closingDateActual),
  closed_at: iso(deal.rezenClosedAt ?? deal.closedAt),
});

/** The rows of a transaction's people. */
export const toPeople = (userId: number, { id, currency, participants }: Wire): Row[] =>
  participants.map(person => ({
    ...{ user_id: userId, id: person.id, transaction_id: id, agent_id: person.yentaUserId ?? person.yentaId ?? null },
    ...{ role: person.participantRole, first_name: nameOf(person.firstName), last_name: nameOf(person.lastName) },
    ...{ email: person.emailAddress ?? null, phone_number: person.phoneNumber ?? null },
    business_entity: person.businessEntity?.name ?? null,
    ...{ payment_percent: person.payment?.percent ?? null, payment_amount: amountOf(person.payment?.amount) },
    currency: person.payment?.amount === undefined ? null : currency,
    ...{ paid_by_real: person.paidByReal ?? null, external: person.external ?? null },
  }));

/** Of these rows those of people who are paid. */
export const toPaid = (people: readonly Row[]): Row[] =>
  people
    .filter(person => person.payment_percent || person.payment_amount)
    .map(person => ({
      ...{ user_id: person.user_id ?? null, transaction_id: person.transaction_id ?? null },
      ...{ participant_id: person.id ?? null, agent_id: person.agent_id ?? null },
      ...{ name: `${person.first_name} ${person.last_name}`, role: person.role ?? null },
      ...{ amount: person.payment_amount ?? null, currency: person.currency ?? null },
      ...{ percent: person.payment_percent ?? null, paid_by_real: person.paid_by_real ?? null },
    }));

/** A contribution's row. */
export function toContribution(userId: number, receiver: string, wire: Wire): Row {
  const from = wire.contributor ?? wire.contributingAgent;
  const parts = [nameOf(from?.firstName), nameOf(from?.lastName)].filter(Boolean).join(" ");
  const told = wire.contributorName;
  return {
    ...{ user_id: userId, contribution_id_raw: wire.id, tier: wire.tier, currency: wire.currency },
    amount: amountOf(wire.payout ?? wire.payoutAmount ?? wire.amount ?? wire.earnedAmount),
    ...{ contribution_type: wire.contributionType, status: wire.status },
    contribution_date: dayOf(wire.contributionDate),
    contributing_agent_id: from?.yentaId ?? from?.id ?? wire.contributorYentaId ?? wire.agentYentaId,
    contributor_name: nameOf(told ?? from?.fullName) ?? parts,
    ...{ receiving_agent_id: receiver, transaction_id: wire.transactionId },
  };
}

/** The row of somebody of the down-line. */
export const toMember = (userId: number, tier: number, wire: Wire): Row => ({
  ...{ user_id: userId, agent_id: wire.id, direction: "down", level: tier },
  ...{ first_name: nameOf(wire.firstName), last_name: nameOf(wire.lastName) },
  ...{ email: wire.emailAddress, phone_number: wire.phoneNumber, avatar: wire.avatar, status: wire.status },
  ...{ join_date: dayOf(wire.joinDate), terminated_as_of: dayOf(wire.terminatedAsOf) },
  size_of_network: wire.sizeOfNetwork,
});
