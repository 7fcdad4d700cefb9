import type { TestRezen, WireObject } from "./test-rezen";

const usd = (amount: number) => ({ amount, currency: "USD" });
const many = (count: number, make: (at: number) => WireObject): WireObject[] =>
  Array.from({ length: count }, (_, at) => make(at));
const day = (at: number) => `2025-${String((at % 12) + 1).padStart(2, "0")}-${String((at % 28) + 1).padStart(2, "0")}`;

/** A transaction of reZEN with two people, one of whom is paid; `change` replaces whole fields. */
export const wireDeal = (id: string, at = 0, change: WireObject = {}): WireObject => ({
  ...{
    id,
    code: `T-${id}`,
    transactionType: "SALE",
    dealType: "SALE",
    lifecycleState: { state: at % 2 ? "CLOSED" : "NEW" },
  },
  ...{
    address: {
      oneLine: `${at} Main St, Austin, TX`,
      street: `${at} Main St`,
      city: "Austin",
      state: "TEXAS",
      zip: "78701",
    },
  },
  ...{ price: usd(400_000 + at), grossCommission: usd(12_000), grossCommissionPercentage: 3, myNetPayout: usd(10_200) },
  ...{ contractAcceptanceDate: day(at), closingDateEstimated: day(at + 20), office: { id: "o-1", name: "Austin" } },
  ...{ createdAt: 1_735_700_000_000 + at * 1000, updatedAt: 1_735_800_000_000 + at * 1000 },
  participants: [
    { id: `${id}-b`, participantRole: "BUYER", firstName: "Bea", lastName: "Buyer", external: true },
    {
      id: `${id}-a`,
      yentaId: "agent-1",
      participantRole: "BUYERS_AGENT",
      firstName: "Al",
      lastName: "Agent",
      payment: { amount: usd(10_200) },
    },
  ],
  ...change,
});

const member = (at: number): WireObject => ({
  ...{
    id: `m-${at}`,
    roles: [at === 0 ? "LEADER" : "AGENT"],
    memberCommissionSplit: "50.5",
    joinDate: day(at),
    status: "ACTIVE",
  },
  agent: { id: at === 0 ? "agent-1" : `agent-m${at}`, firstName: "Mem", lastName: `Ber${at}`, agentStatus: "ACTIVE" },
});

const cap = (agentId: string): WireObject => ({
  ...{
    agentId,
    anniversaryDate: "2025-06-01",
    brokerageCapAmount: 12_000,
    brokerageCapAmountPaid: "4300.50",
    brokerageCapped: false,
  },
  currency: "USD",
});

const award = (at: number): WireObject => ({
  ...{ id: `aw-${at}`, grantType: "PURCHASE", shares: "10.5", price: usd(2), grantDate: `2025-0${(at % 9) + 1}-15` },
  ...{ vestingDate: `2026-0${(at % 9) + 1}-15`, status: at % 2 ? "VESTED" : "GRANTED" },
});

/** Fills a test's reZEN with an agent of a team and some of everything; `pageSize` makes several pages of every list. */
export function fillRezen(rezen: TestRezen): void {
  const agent = {
    id: "agent-1",
    firstName: "Al",
    lastName: "Agent",
    emailAddress: "al@example.com",
    agentStatus: "ACTIVE",
  };
  const members = many(5, member);
  Object.assign(rezen, {
    ...{ pageSize: 4, keys: new Set(["key"]), asked: [] },
    agent: {
      ...agent,
      phoneNumber: "(415) 555-0161",
      accountCountry: "UNITED_STATES",
      teamId: "team-1",
      joinDate: "2024-02-03",
    },
    members,
    listings: many(6, at =>
      wireDeal(`l-${at}`, at, { listing: true, listingDate: day(at), lifecycleState: { state: "LISTING_ACTIVE" } }),
    ),
    transactions: many(11, at => wireDeal(`t-${at}`, at)),
    sponsors: many(3, at => ({
      id: `s-${at + 1}`,
      firstName: "Spon",
      lastName: `Sor${at}`,
      level: at + 1,
      status: "ACTIVE",
    })),
    contributions: many(12, at => ({
      ...{
        id: `c-${at}`,
        contributorYentaId: `agent-d${at % 3}`,
        contributorName: "Dee",
        tier: (at % 2) + 1,
        payout: usd(100 + at),
      },
      ...{ status: at === 11 ? "MISSED" : "PAID", contributionDate: day(at) },
    })),
    caps: Object.fromEntries(["agent-1", "agent-m1", "agent-m2", "agent-m3", "agent-m4"].map(id => [id, cap(id)])),
    equity: { agentId: "agent-1", currency: "USD", sharePrice: usd(5), awards: many(4, award) },
    payments: many(6, at => ({
      ...{
        id: `p-${at}`,
        amount: usd(50 + at),
        status: at === 0 ? "PENDING" : "PAID",
        ...(at === 0 ? {} : { paidAt: day(at) }),
      },
      ...{ periodStart: "2025-01-01", periodEnd: "2025-01-31", paymentMethod: "ACH" },
    })),
    beforeAnswer: () => undefined,
    rewrite: (answer: WireObject) => answer,
  });
}
