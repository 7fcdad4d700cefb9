import { pickNumber } from "@/lib/platform/sandbox/random";
import { dayAs, dayMs, moneyAs, oneOf, type Source, uuidOf, type Wire } from "./wire";
import { belowAt, countInTier, currencyOf, joinedMs, type KnownAgent, type World } from "./world";

/** What a tier pays, in percent of the commission. */
const percentOfTier = [5, 4, 3, 2, 1];

/** What the people of a tier have brought an agent, oldest first; one in a while is taken back. */
export function contributionsOf(world: World, agent: KnownAgent, tier: number): Source {
  const all = agent.sizes.contributions;
  const people = Math.max(1, countInTier(agent.sizes.network, tier));
  return {
    count: countInTier(all, tier),
    at: index => {
      const seed = `contribution:${agent.id}:${tier}:${index}`;
      const person = belowAt(agent, tier, pickNumber(`who:${seed}`, people));
      const commission = 3_000 + pickNumber(`commission:${seed}`, 14_000);
      const isBack = pickNumber(`back:${seed}`, 97) === 0;
      const amount = ((isBack ? -1 : 1) * Math.round(commission * (percentOfTier[tier - 1] ?? 1))) / 100;
      const currency = currencyOf(agent);
      const day =
        Math.floor((world.monthMs - (countInTier(all, tier) - index) * ((1_500 * dayMs) / all)) / dayMs) * dayMs;
      const status = isBack
        ? "REVERSED"
        : ["PAID", "PAID", "PAID", "PENDING", "MISSED"][pickNumber(`status:${seed}`, 5)];
      return {
        ...{ id: uuidOf(seed), transactionId: uuidOf(`deal:${seed}`), tier, status, currency },
        ...contributorAs(seed, person),
        [oneOf(seed, ["payout", "payoutAmount", "amount", "earnedAmount"])]: moneyAs(seed, amount, currency),
        contributionType: "REVENUE_SHARE",
        contributionDate: dayAs(seed, day),
      };
    },
  };
}

/** Who it comes from, in the words of one version of reZEN or another. */
function contributorAs(
  seed: string,
  { id, firstName, lastName }: { id: string; firstName: string; lastName: string },
): Wire {
  const version = pickNumber(`version:${seed}`, 4);
  if (version === 0) return { contributor: { yentaId: id, firstName, lastName } };
  if (version === 1) return { contributingAgent: { id, fullName: `${firstName} ${lastName}` } };
  const name = version === 2 ? "contributorYentaId" : "agentYentaId";
  return { [name]: id, contributorName: `${firstName} ${lastName}` };
}

const pendingPayments = 2;

/** Payments of revenue share by month, newest first: all, those to come, or those made. */
export function paymentsOf(world: World, agent: KnownAgent, which: "all" | "pending" | "paid"): Source {
  const all = agent.sizes.payments;
  const pending = Math.min(all, pendingPayments);
  const first = which === "paid" ? pending : 0;
  return {
    count: which === "all" ? all : which === "paid" ? all - pending : pending,
    at: index => paymentAt(world, agent, first + index, first + index < pending),
  };
}

function paymentAt({ monthMs }: World, agent: KnownAgent, back: number, isPending: boolean): Wire {
  const now = new Date(monthMs);
  const monthAt = (months: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1);
  // Counted from the beginning, a month keeps its id when another one comes.
  const seed = `payment:${agent.id}:${new Date(monthAt(back + 1)).toISOString().slice(0, 7)}`;
  const currency = currencyOf(agent);
  const amount = 180 + pickNumber(`amount:${seed}`, 140_000) / 100;
  const paid = { paidAt: dayAs(seed, monthAt(back) + 14 * dayMs), paymentReference: `RS-${seed.slice(-7)}` };
  return {
    [oneOf(seed, ["outgoingPaymentId", "id"])]: uuidOf(seed),
    amount: moneyAs(seed, amount, currency),
    ...{
      currency,
      status: isPending ? (back === 0 ? "PENDING" : "SCHEDULED") : "PAID",
      paymentMethod: "DIRECT_DEPOSIT",
    },
    ...(isPending ? { paidAt: null } : paid),
    ...{ periodStart: dayAs(`from:${seed}`, monthAt(back + 1)), periodEnd: dayAs(`to:${seed}`, monthAt(back) - dayMs) },
  };
}

const capAmount = 12_000;

/** How far an agent is from its cap of 12,000 a year. */
export function capWire(world: World, agent: KnownAgent, person: { id: string }): Wire {
  const currency = currencyOf(agent);
  const paid = Math.min(capAmount, 700 + 100 * pickNumber(`cap:${person.id}`, 150));
  const team = agent.teamId
    ? { teamCapAmount: moneyAs(`team:${person.id}`, 6_000, currency), teamCapAmountPaid: Math.min(6_000, paid) }
    : {};
  return {
    ...{ agentId: person.id, anniversaryDate: dayAs(`cap:${person.id}`, joinedMs(world, person.id)), currency },
    ...{ brokerageCapAmount: capAmount, brokerageCapAmountPaid: moneyAs(`paid:${person.id}`, paid, currency) },
    brokerageCapped: paid >= capAmount,
    ...team,
    ...(agent.teamId ? { teamCapped: paid >= 6_000 } : {}),
    feeAmount: { amount: "285.00", currency },
  };
}

const sharePrice = 4.87;
const grantTypes = ["PURCHASE", "BONUS", "PURCHASE", "CAPPING_AWARD", "PURCHASE", "ELITE_AWARD", "ATTRACTION_AWARD"];

/** Awards of shares, a month apart and vested after a year. */
export function equityWire(world: World, agent: KnownAgent): Wire {
  const awards = Array.from({ length: agent.sizes.awards }, (_, index) => awardAt(world, agent, index));
  const sum = (wanted: (award: Wire) => boolean) =>
    Math.round(awards.filter(wanted).reduce((total, award) => total + 1_000 * Number(award.shares), 0)) / 1_000;
  const vestedShares = sum(award => award.status === "VESTED" || award.status === "EXERCISED");
  const totalShares = sum(award => award.status !== "FORFEITED");
  return {
    ...{ agentId: agent.id, currency: "USD", sharePrice },
    totals: {
      totalShares,
      vestedShares,
      unvestedShares: totalShares - vestedShares,
      totalValue: totalShares * sharePrice,
    },
    awards,
  };
}

function awardAt({ monthMs }: World, agent: KnownAgent, index: number): Wire {
  const seed = `award:${agent.id}:${index}`;
  const granted = Math.floor((monthMs - (agent.sizes.awards - index) * 30 * dayMs) / dayMs) * dayMs;
  const vests = granted + 365 * dayMs;
  const shares = (20_000 + pickNumber(`shares:${seed}`, 900_000)) / 1_000;
  const price = (210 + pickNumber(`price:${seed}`, 420)) / 100;
  const ended = pickNumber(`ended:${seed}`, 12);
  const status = vests > monthMs ? "GRANTED" : ended === 0 ? "FORFEITED" : ended < 3 ? "EXERCISED" : "VESTED";
  return {
    ...{ id: uuidOf(seed), grantType: grantTypes[pickNumber(`type:${seed}`, grantTypes.length)] },
    shares: index % 3 === 0 ? String(shares) : shares,
    price: moneyAs(seed, price, "USD"),
    ...{ grantDate: dayAs(`granted:${seed}`, granted), vestingDate: dayAs(`vests:${seed}`, vests), status },
  };
}
