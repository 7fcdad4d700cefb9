import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { readPlaceText } from "@/lib/platform/http/place-text";
import { counts, type PageOf, pageSize, toPage } from "./sums";

/** Somebody of an agent's network; a name that reZEN does not tell is null. */
export type NetworkPerson = {
  agentId: string;
  /** Sponsors: 1 is the nearest; below: the tier. */
  level: number;
  name: string | null;
  status: string | null;
  /** Days as `YYYY-MM-DD`. */
  joinDate: string | null;
  terminatedAsOf: string | null;
  sizeOfNetwork: number | null;
};

/** How many sponsors are shown, the nearest first; a chain has a dozen, and what has more is told in a number. */
const mostSponsors = 50;

const person = Prisma.sql`agent_id AS "agentId", level, nullif(concat_ws(' ', first_name, last_name), '') AS name, status,
  join_date::text AS "joinDate", terminated_as_of::text AS "terminatedAsOf", size_of_network AS "sizeOfNetwork"`;

// People are looked for by their last name; the id makes the order one of its own.
const sortName = Prisma.sql`lower(concat_ws(' ', last_name, first_name))`;

const readSponsors = (tx: Tx, userId: number) => tx.$queryRaw<(NetworkPerson & { all: number })[]>`
  SELECT ${person}, (count(*) OVER ())::int AS all FROM sponsor_tree WHERE user_id = ${userId} AND direction = 'up'
  ORDER BY level, agent_id LIMIT ${mostSponsors}`;

const readTiers = (tx: Tx, userId: number) => tx.$queryRaw<{ tier: number; people: number }[]>`
  SELECT tier, count(n.agent_id)::int AS people FROM generate_series(1, 5) tier
  LEFT JOIN sponsor_tree n ON n.user_id = ${userId} AND n.direction = 'down' AND n.level = tier GROUP BY tier ORDER BY tier`;

/** Who stands above an agent, the highest first, with how many more there are; and how many stand below by tier, null where reZEN does not tell. */
export const getNetwork = (userId: number) =>
  transaction({ agent: userId }, async tx => {
    const found = await readSponsors(tx, userId);
    const tiers = env.rezenApiProfile === "real" ? await readTiers(tx, userId) : null;
    const sponsors: NetworkPerson[] = found.map(({ all: _, ...sponsor }) => sponsor).reverse();
    return { sponsors, moreSponsors: (found[0]?.all ?? 0) - sponsors.length, tiers };
  });

/** The people of one tier by name, keyset paged; a cursor that is nobody's begins at the start. */
export const listTier = (userId: number, tier: number, cursor?: string): Promise<PageOf<NetworkPerson>> =>
  transaction({ agent: userId }, async tx => {
    const ofTier = Prisma.sql`user_id = ${userId} AND direction = 'down' AND level = ${tier}`;
    const rows = await tx.$queryRaw<NetworkPerson[]>`
      SELECT ${person} FROM sponsor_tree WHERE ${ofTier}
        AND coalesce((${sortName}, agent_id) > (SELECT ${sortName}, agent_id FROM sponsor_tree WHERE ${ofTier} AND agent_id = ${readPlaceText(cursor) ?? null}), true)
      ORDER BY ${sortName}, agent_id LIMIT ${pageSize + 1}`;
    return toPage(rows, ({ agentId }) => agentId);
  });

/** What a tier has brought in one currency, from how many people. */
export type TierSum = { tier: number; currency: string; amount: string; contributions: number; people: number };

/** What each tier has brought, one row for each currency; what was missed has brought nothing, and is counted beside. */
export const sumTiers = (userId: number): Promise<{ tiers: TierSum[]; missed: number }> =>
  transaction({ agent: userId }, async tx => {
    const tiers = await tx.$queryRaw<TierSum[]>`
      SELECT tier, trim(currency) AS currency, sum(amount)::text AS amount, count(*)::int AS contributions,
        count(DISTINCT contributing_agent_id)::int AS people
      FROM contribution WHERE user_id = ${userId} AND ${counts} GROUP BY tier, contribution.currency ORDER BY contribution.currency, tier`;
    const [missed] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM contribution WHERE user_id = ${userId} AND NOT (${counts})`;
    return { tiers, missed: missed?.count ?? 0 };
  });

/** Somebody who has brought something, in one tier and currency. */
export type ContributorRow = {
  agentId: string;
  tier: number;
  name: string | null;
  total: string;
  contributions: number;
  lastDate: string | null;
};

/** A place in the list of contributors, `<tier>_<agent's id>`; anything else is the start. */
const readCursor = (cursor: string | undefined) => {
  const [, tier, agentId] = /^(\d)_(.{1,200})$/.exec(readPlaceText(cursor) ?? "") ?? [];
  return tier && agentId ? { tier: Number(tier), agentId } : null;
};

/** Who brings most in one currency, keyset paged; a cursor that is nobody's begins at the start. */
export const listContributors = (
  userId: number,
  { currency, cursor }: { currency: string; cursor?: string | undefined },
): Promise<PageOf<ContributorRow>> =>
  transaction({ agent: userId }, async tx => {
    const from = readCursor(cursor);
    const inCurrency = Prisma.sql`user_id = ${userId} AND currency = ${currency}`;
    const rows = await tx.$queryRaw<ContributorRow[]>`
      SELECT agent_id AS "agentId", tier, name, total::text AS total, contributions, last_date::text AS "lastDate" FROM contributors
      WHERE ${inCurrency} AND coalesce((-total, tier, agent_id) > (SELECT -total, tier, agent_id FROM contributors
        WHERE ${inCurrency} AND tier = ${from?.tier ?? null}::int AND agent_id = ${from?.agentId ?? null}), true)
      ORDER BY -total, tier, agent_id LIMIT ${pageSize + 1}`;
    return toPage(rows, ({ tier, agentId }) => `${tier}_${agentId}`);
  });

type NetworkPlaces = { tier?: string; person?: string; currency?: string; contributor?: string };

/** All that the page of the network shows, where in its lists it stands: a tier or a currency that is none is left out, or the first. */
export async function readNetworkPage(userId: number, at: NetworkPlaces) {
  const [tree, { tiers, missed }] = await Promise.all([getNetwork(userId), sumTiers(userId)]);
  const known = tree.tiers?.find(({ tier, people }) => String(tier) === at.tier && people > 0);
  const names = [...new Set(tiers.map(({ currency }) => currency))];
  const currency = names.find(name => name === at.currency) ?? names[0];
  const [people, contributors] = await Promise.all([
    known ? listTier(userId, known.tier, at.person) : null,
    currency ? listContributors(userId, { currency, cursor: at.contributor }) : null,
  ]);
  return {
    tree,
    open: known && people ? { tier: known.tier, page: people } : null,
    contributions: {
      missed,
      currencies: names.map(name => ({ currency: name, sums: tiers.filter(sum => sum.currency === name) })),
      chosen: currency && contributors ? { currency, page: contributors } : null,
    },
  };
}
