/** An exact decimal as text, such as "-12.5", and its ISO currency. */
export type Amount = { amount: string; currency: string };

/** A day as `YYYY-MM-DD`, whatever reZEN wrote it as. */
export type Day = string;
/** A moment as ISO 8601 with `Z`. */
export type Moment = string;

/** An agent as reZEN tells of it. Words of reZEN's own lists stay as they come, also those that we do not know. */
export type RezenAgent = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  fullName: string | null;
  email: string | null;
  phoneNumber: string | null;
  avatar: string | null;
  type: string | null;
  title: string | null;
  status: string | null;
  country: string | null;
  areaIds: string[];
  divisions: string[];
  officeName: string | null;
  licenseNumber: string | null;
  joinDate: Day | null;
  anniversaryDate: Day | null;
  lastAnniversaryDate: Day | null;
  nextAnniversaryDate: Day | null;
  teamId: string | null;
  createdAt: Moment | null;
  updatedAt: Moment | null;
};

/** A team, as far as it is told; the simple profile tells no more than its members. */
export type RezenTeam = {
  id: string;
  name: string | null;
  type: string | null;
  status: string | null;
  commissionPlanId: string | null;
  maxTeammates: number | null;
  maxLeaders: number | null;
  createdAt: Moment | null;
};

/** Somebody in a team; `id` is that of the membership, or the agent's where there is none. */
export type TeamMember = {
  id: string;
  agentId: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phoneNumber: string | null;
  avatar: string | null;
  agentStatus: string | null;
  roles: string[];
  flexRoles: string[];
  /** Percent, as exact decimals. */
  memberCommissionSplit: string | null;
  leaderSplit: string | null;
  realCap: Amount | null;
  invitationStatus: string | null;
  status: string | null;
  joinDate: Day | null;
};

/** Where in its life a listing or transaction is, as reZEN sorts them. */
export const lifecycleGroups = ["OPEN", "CLOSED", "TERMINATED"] as const;
export type LifecycleGroup = (typeof lifecycleGroups)[number];

/** Somebody with a part in a transaction. */
export type Participant = {
  id: string;
  agentId: string | null;
  role: string | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phoneNumber: string | null;
  businessEntity: string | null;
  /** Percent, as an exact decimal. */
  paymentPercent: string | null;
  paymentAmount: Amount | null;
  paidByReal: boolean | null;
  external: boolean | null;
};

/** A listing or a transaction: reZEN has one shape for both. */
export type Deal = {
  id: string;
  code: string | null;
  lifecycleGroup: LifecycleGroup;
  state: string | null;
  transactionType: string | null;
  dealType: string | null;
  addressOneLine: string | null;
  street: string | null;
  unit: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  county: string | null;
  price: Amount | null;
  grossCommission: Amount | null;
  /** Percents, as exact decimals. */
  grossCommissionPercentage: string | null;
  saleCommissionPercent: string | null;
  listingCommissionPercent: string | null;
  myNetPayout: Amount | null;
  contractAcceptanceDate: Day | null;
  firmDate: Day | null;
  closingDateEstimated: Day | null;
  closingDateActual: Day | null;
  closedAt: Moment | null;
  listingDate: Day | null;
  listingExpirationDate: Day | null;
  mlsNumber: string | null;
  officeId: string | null;
  officeName: string | null;
  complianceStatus: string | null;
  leadSource: string | null;
  createdAt: Moment | null;
  updatedAt: Moment | null;
  participants: Participant[];
};

/** What was read of a listing or transaction, with the very object of reZEN. */
export type FoundDeal = { deal: Deal; raw: unknown };

/** Somebody in the network: a sponsor (`up`, level 1 is the nearest) or somebody below (`down`, level is the tier). */
export type NetworkEntry = {
  agentId: string;
  direction: "up" | "down";
  level: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phoneNumber: string | null;
  avatar: string | null;
  status: string | null;
  joinDate: Day | null;
  terminatedAsOf: Day | null;
  sizeOfNetwork: number | null;
};

/** The tiers that pay revenue share. */
export const tiers = [1, 2, 3, 4, 5] as const;
export type Tier = (typeof tiers)[number];

/** What one transaction of somebody below has brought. */
export type Contribution = {
  id: string;
  tier: Tier;
  amount: Amount;
  type: string | null;
  status: string | null;
  date: Day | null;
  contributorId: string | null;
  contributorName: string | null;
  transactionId: string | null;
};

/** How far an agent is from its cap. */
export type CapInfo = {
  agentId: string;
  anniversaryDate: Day | null;
  brokerageCapAmount: Amount | null;
  brokerageCapAmountPaid: Amount | null;
  brokerageCapped: boolean | null;
  teamCapAmount: Amount | null;
  teamCapAmountPaid: Amount | null;
  teamCapped: boolean | null;
  feeAmount: Amount | null;
};

/** One award of shares; shares are exact decimals. */
export type Award = {
  id: string;
  grantType: string | null;
  shares: string;
  price: Amount | null;
  grantDate: Day | null;
  vestingDate: Day | null;
  status: string | null;
};

/** All awards of an agent and the price of a share now. */
export type Equity = { sharePrice: Amount | null; awards: Award[] };

/** One payment of revenue share. */
export type Payment = {
  id: string;
  amount: Amount;
  status: string | null;
  paymentDate: Day | null;
  method: string | null;
  reference: string | null;
  periodStart: Day | null;
  periodEnd: Day | null;
};

/** An entry of an answer that could not be read: which, and what about it. */
export type Unreadable = { id: string | null; field: string; message: string };

/**
 * One page of a list. `total` is what reZEN says of the whole list, if it does, and `ofPart` what it says of the part that the page is of; `drift` names, each once a page, fields that this version does not
 * know (`transactions.foo`) and such as held something strange and were left empty (`transactions.firmDate: no date`); an entry may come twice;
 * `next` is where to go on, null at the end.
 */
export type Page<Item> = {
  items: Item[];
  unreadable: Unreadable[];
  drift: string[];
  total: number | null;
  ofPart: { part: number; total: number | null };
  next: Place | null;
};

/** Where in a list to go on: which of its parts (a life-cycle group, a tier, a kind of payment), by its place among them, and which page, from 0. */
export type Place = { part: number; page: number };
