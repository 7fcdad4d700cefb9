import { circuitOfClient } from "../bulk/held-up";
import { Prisma, transaction } from "../db";
import type { Kind } from "../flow/subject";
import type { Upstream } from "../outbound/upstreams";

/**
 * What of an upstream's trouble concerns an onboarding: whom its kind asks, and in which of its steps; all of them, where none is named. Of a customer the
 * `dataCentre`, by the name of its circuit: that of another is none of its own.
 */
type Concern = { kind: Kind; upstream: Upstream; steps?: readonly string[]; dataCentre?: string };

/** A part as its person's view has it. */
type Part = { id: string; state: string; error: { code: string } | null };

// Nobody answers; a key that is refused, or a request to slow down, is no outage.
const outage = "unreachable";
const enough = 3;

const isAt = (dataCentre: string) => Prisma.sql`
  AND EXISTS (SELECT FROM onboarding o JOIN zuora_credential z ON z.customer_id = o.customer_id
    WHERE o.id = s.onboarding_id AND ${circuitOfClient} = ${dataCentre})`;

/** Does the circuit stand open, or do several of this kind fail in this way within the hour? By an index each. */
export const selectTrouble = ({ kind, upstream, steps, dataCentre }: Concern): Prisma.Sql => Prisma.sql`
  SELECT EXISTS (SELECT FROM upstream_breaker WHERE name = ${dataCentre ?? upstream} AND opened_at IS NOT NULL) OR (
    SELECT count(*) FROM (
      SELECT FROM onboarding_summary s WHERE s.kind = ${kind} AND s.error_code = 'unreachable' AND s.held_since > app_now() - interval '1 hour'
        ${steps ? Prisma.sql`AND s.error_step = ANY(${[...steps]}::text[])` : Prisma.empty}
        ${dataCentre ? isAt(dataCentre) : Prisma.empty} LIMIT ${enough}
    ) alike
  ) >= ${enough} AS "isTrouble"`;

/**
 * The upstream, where it is what holds these parts up, and others too: then its people have nothing to do about it. Null for what is theirs alone, and nothing
 * is asked where no part is tried again or has failed because nobody answered. Outside of any transaction of a tenant, who sees nobody else's trouble.
 */
export async function findTrouble(concern: Concern, parts: readonly Part[]): Promise<Upstream | null> {
  const { upstream, steps } = concern;
  const isHeldUp = parts.some(
    ({ id, state, error }) =>
      (state === "retrying" || state === "failed") && error?.code === outage && (!steps || steps.includes(id)),
  );
  if (!isHeldUp) return null;
  const [row] = await transaction("system", tx => tx.$queryRaw<{ isTrouble: boolean }[]>(selectTrouble(concern)));
  return row?.isTrouble ? upstream : null;
}
