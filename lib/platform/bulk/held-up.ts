import { Prisma, type Tx } from "../db";
import type { Kind } from "../flow/subject";
import { type Upstream, upstreamSeats } from "../outbound/upstreams";

/** Whom each kind's runs read: what they all need, and all wait for while it does not answer. */
export const upstreamOfKind: Partial<Record<Kind, Upstream>> = { store: "letzshop", agent: "rezen", customer: "zuora" };

/** How many runs of a kind bulk jobs have under way at once: half of the seats of whom they read, so that everybody else has theirs. */
export const runsAtOnce = (upstream: Upstream): number => Math.max(1, Math.floor(upstreamSeats[upstream] / 2));

// Data centres of Zuora answer, or do not, each for itself, so that each is a circuit of its own.
const ofDataCentre = "zuora:data centre:";

/** The circuit of the data centre where the client of a customer (`z`, of `zuora_credential`) is, as calls to it name it. */
export const circuitOfClient = Prisma.sql`left(${ofDataCentre} || substring(z.base_url FROM '^https?://([^/]+)'), 200)`;

type Circuit = { name: string; isDue: boolean };

/** What of a bulk job is not begun now: kinds, each with the upstream that holds it up, and customers behind these circuits. */
export type HeldUp = { kinds: Map<string, Upstream>; circuits: string[] };

/** Nothing is held up: of what asks nobody outside. */
export const nothingHeldUp: HeldUp = { kinds: new Map(), circuits: [] };

// A run is where its parts are: one that waits for a later try, as after an outage, asks nobody until then, and neither do parts that come after it.
const isGoing = Prisma.sql`EXISTS (
  SELECT FROM onboarding_step s WHERE s.onboarding_id = r.onboarding_id AND s.parent IS NOT NULL
    AND (s.state = 'running' OR s.state = 'retrying' AND s.next_attempt_at <= now() OR s.state = 'pending' AND NOT EXISTS (
      SELECT FROM onboarding_step e WHERE e.onboarding_id = s.onboarding_id AND e.parent IS NOT NULL AND e.position < s.position
        AND e.state = 'retrying' AND e.next_attempt_at > now())))`;

/** How many runs bulk jobs have under way, by kind, those of customers by data centre. */
const countGoing = (tx: Tx) => tx.$queryRaw<{ kind: string; circuit: string | null; count: number }[]>`
  SELECT i.kind, ${circuitOfClient} AS circuit, count(DISTINCT r.id)::int AS count
  FROM onboarding_run r JOIN bulk_item i ON i.run_id = r.id JOIN onboarding o ON o.id = r.onboarding_id
  LEFT JOIN zuora_credential z ON z.customer_id = o.customer_id
  WHERE r.ended_at IS NULL AND r.status <> 'waiting' AND ${isGoing} GROUP BY 1, 2`;

/**
 * Of what nothing is begun now: it does not answer, or as many runs as there may be are under way. Where a circuit waits for somebody to find out, one run may.
 */
export async function findHeldUp(tx: Tx): Promise<HeldUp> {
  const open = await tx.$queryRaw<Circuit[]>`
    SELECT name, probe_after <= now() AS "isDue" FROM upstream_breaker WHERE opened_at IS NOT NULL`;
  const going = await countGoing(tx);
  const sum = (rows: typeof going) => rows.reduce((total, { count }) => total + count, 0);
  const isFull = ({ isDue }: Circuit, count: number) => !isDue || count > 0;
  const kinds = new Map<string, Upstream>();
  for (const [kind, upstream] of Object.entries(upstreamOfKind)) {
    const circuit = open.find(one => one.name === upstream);
    const count = sum(going.filter(one => one.kind === kind));
    if (count >= runsAtOnce(upstream) || (circuit && isFull(circuit, count))) kinds.set(kind, upstream);
  }
  const circuits = open
    .filter(one => one.name.startsWith(ofDataCentre))
    .filter(one => isFull(one, sum(going.filter(({ circuit }) => circuit === one.name))))
    .map(({ name }) => name);
  return { kinds, circuits };
}

/** Whether an item (`i`) of a bulk job is held up. */
export const isHeldUp = ({
  kinds,
  circuits,
}: HeldUp): Prisma.Sql => Prisma.sql`(i.kind = ANY(${[...kinds.keys()]}::text[])
  OR (${circuits.length > 0} AND i.kind = 'customer' AND EXISTS (
    SELECT FROM onboarding o JOIN zuora_credential z ON z.customer_id = o.customer_id
    WHERE o.id = i.onboarding_id AND ${circuitOfClient} = ANY(${circuits}::text[]))))`;
