import { pick, pickNumber } from "@/lib/platform/sandbox/random";
import { personAt, placeAt, words } from "./people";
import { dayAs, dayMs, moneyAs, oneOf, type Source, uuidOf, type Wire } from "./wire";
import { currencyOf, type KnownAgent, type World } from "./world";

/** Which of reZEN's two lists. */
export type DealKind = "listing" | "transaction";
export type Group = "OPEN" | "CLOSED" | "TERMINATED";

const spanDays = 2_200;
/** The newest are open, in percent. */
const openShare = { listing: 30, transaction: 6 };
const states: Record<DealKind, Record<Group, readonly [string, ...string[]]>> = {
  transaction: {
    // The last one is a word that nobody has told us of.
    OPEN: words("NEW,NEEDS_COMMISSION_VALIDATION,COMMISSION_VALIDATED,APPROVED_FOR_CLOSING,AWAITING_TITLE_REVIEW"),
    CLOSED: words("SETTLED,CLOSED,SETTLED,PAYMENT_ACCEPTED,PAYMENT_SCHEDULED,WAITING_ON_PAYMENT"),
    TERMINATED: ["TERMINATED"],
  },
  listing: { OPEN: ["LISTING_ACTIVE", "LISTING_IN_CONTRACT"], CLOSED: ["LISTING_CLOSED"], TERMINATED: ["TERMINATED"] },
};

/** Deals of an agent by life-cycle group, or all, oldest first; each is made when it is asked for. */
export function dealsOf(world: World, agent: KnownAgent, kind: DealKind, group: Group | null): Source {
  const total = kind === "listing" ? agent.sizes.listings : agent.sizes.transactions;
  const openFrom = Math.floor((total * (100 - openShare[kind])) / 1_000) * 10;
  const groupAt = (number: number): Group => (number % 10 === 9 ? "TERMINATED" : number < openFrom ? "CLOSED" : "OPEN");
  const source = (count: number, numberAt: (index: number) => number): Source => ({
    count,
    at: index => dealAt(world, agent, { kind, number: numberAt(index), total, group: groupAt(numberAt(index)) }),
  });
  if (group === null) return source(total, index => index);
  // Every tenth fell through; the others of ten in their order.
  if (group === "TERMINATED") return source(Math.floor(total / 10), index => index * 10 + 9);
  const kept = (below: number) => Math.floor(below / 10) * 9 + Math.min(below % 10, 9);
  const nth = (index: number) => Math.floor(index / 9) * 10 + (index % 9);
  if (group === "CLOSED") return source(kept(openFrom), nth);
  return source(kept(total) - kept(openFrom), index => openFrom + nth(index));
}

type Which = { kind: DealKind; number: number; total: number; group: Group };

function dealAt(world: World, agent: KnownAgent, which: Which): Wire {
  const { kind, number, total, group } = which;
  const seed = `${kind}:${agent.id}:${number}`;
  const id = uuidOf(seed);
  const createdMs = world.monthMs - Math.floor((total - number) * ((spanDays * dayMs) / total));
  const money = moneyOf(agent, which, seed);
  return {
    ...{ id, code: `${kind === "listing" ? "L" : "T"}${100_000 + number}`, listing: kind === "listing" },
    transactionType: pick(`type:${seed}`, ["SALE", "SALE", "SALE", "LEASE", "REFERRAL"]),
    dealType: pick(`deal:${seed}`, ["SALE", "SALE", "COMPENSATING", "NON_COMPENSATING"]),
    lifecycleState: { state: pick(`state:${seed}`, states[kind][group]) },
    address: addressOf(seed, agent),
    ...money.fields,
    ...datesOf(seed, which, createdMs),
    [oneOf(seed, ["mlsNum", "mlsNumber"])]: String(1_000_000 + pickNumber(`mls:${seed}`, 8_999_999)),
    office: { id: uuidOf(`office:${agent.country}`), name: agent.country === "CANADA" ? "Real Ontario" : "Real Texas" },
    complianceStatus: group === "OPEN" ? "SUBMITTED" : "APPROVED",
    leadSource: pick(`lead:${seed}`, ["REFERRAL", "ZILLOW", "OPEN_HOUSE", "PAST_CLIENT", "SPHERE"]),
    ...{
      currency: currencyOf(agent),
      createdAt: createdMs,
      updatedAt: Math.min(world.monthMs, createdMs + 40 * dayMs),
    },
    participants: participantsOf(seed, agent, which, money.netWire),
  };
}

const capOfYear = 12_000;
const brokerageShareOfDeal = 1_900;

/** 85 to 15 until the cap of the year is paid, then all but a fee; some amounts have more than two decimals. */
function moneyOf(agent: KnownAgent, { kind, number, total, group }: Which, seed: string) {
  const currency = currencyOf(agent);
  const price = 1_000 * (180 + pickNumber(`price:${seed}`, 1_220));
  const percent = pick<number>(`percent:${seed}`, [2.5, 3, 2.75, 2.25]);
  const gross = Math.round(price * percent) / 100;
  const isCapped = (number % Math.max(1, Math.ceil(total / 6))) * brokerageShareOfDeal >= capOfYear;
  const net = isCapped ? gross - 285 : gross * 0.85;
  const netWire =
    pickNumber(`odd:${seed}`, 9) === 0 ? { amount: net.toFixed(4), currency } : moneyAs(`net:${seed}`, net, currency);
  const priceName = kind === "listing" ? oneOf(seed, ["price", "listingPrice"]) : "price";
  const fields = {
    [priceName]: moneyAs(`price:${seed}`, price, currency),
    grossCommission: moneyAs(`gross:${seed}`, gross, currency),
    grossCommissionPercentage: percent,
    saleCommissionPercent: `${percent}`,
    ...(kind === "listing" ? { listingCommissionPercent: percent + 0.25 } : {}),
    ...(group === "CLOSED" && kind === "transaction" ? { myNetPayout: netWire } : {}),
  };
  return { fields, netWire };
}

function datesOf(seed: string, { kind, group }: Which, createdMs: number): Wire {
  const day = (name: string, after: number) =>
    dayAs(`${name}:${seed}`, Math.floor(createdMs / dayMs) * dayMs + after * dayMs);
  if (kind === "listing") return { listingDate: day("listed", 0), listingExpirationDate: day("expires", 180) };
  const isClosed = group === "CLOSED";
  return {
    contractAcceptanceDate: day("accepted", 2),
    ...(pickNumber(`firm:${seed}`, 2) === 0 ? { firmDate: day("firm", 9) } : { firmDate: null }),
    closingDateEstimated: day("estimated", 35),
    ...(isClosed ? { closingDateActual: day("closed", 38) } : {}),
    ...(isClosed ? { [oneOf(`closed:${seed}`, ["rezenClosedAt", "closedAt"])]: createdMs + 38 * dayMs } : {}),
  };
}

function addressOf(seed: string, agent: KnownAgent): Wire {
  const { street, unit, city, region, postalCode, county } = placeAt(seed, agent.country);
  const oneLine = [street, unit, city, `${region} ${postalCode}`].filter(Boolean).join(", ");
  return { oneLine, street, unit, city, state: region, [oneOf(seed, ["zip", "zipCode"])]: postalCode, county };
}

/** The client, the agent, who alone is paid by us, and the other side. */
function participantsOf(seed: string, agent: KnownAgent, { kind, group }: Which, net: unknown): Wire[] {
  const client = personAt(`client:${seed}`);
  const other = personAt(`other:${seed}`);
  const isSeller = kind === "listing" || pickNumber(`side:${seed}`, 2) === 0;
  const isPaid = group === "CLOSED" && kind === "transaction";
  const percent = pickNumber(`paid:${seed}`, 6) === 0;
  return [
    {
      ...{ id: uuidOf(`client:${seed}`), participantRole: isSeller ? "SELLER" : "BUYER", external: true },
      ...{
        firstName: client.firstName,
        lastName: client.lastName,
        emailAddress: client.email,
        phoneNumber: client.phone,
      },
    },
    {
      ...{ id: uuidOf(`agent:${seed}`), participantRole: isSeller ? "SELLERS_AGENT" : "BUYERS_AGENT", external: false },
      ...{ [oneOf(seed, ["yentaUserId", "yentaId"])]: agent.id, firstName: agent.firstName, lastName: agent.lastName },
      ...{ emailAddress: agent.email, phoneNumber: agent.phone, paidByReal: isPaid },
      ...(isPaid ? { payment: percent ? { percent: "100" } : { amount: net } } : {}),
    },
    {
      ...{
        id: uuidOf(`other:${seed}`),
        participantRole: pick(`role:${seed}`, ["OTHER_AGENT", "TITLE", "STAGING_COMPANY"]),
      },
      ...{
        firstName: other.firstName,
        lastName: other.lastName,
        emailAddress: other.email,
        external: true,
        paidByReal: false,
      },
      businessEntity: { name: `${other.lastName} Realty` },
    },
  ];
}
