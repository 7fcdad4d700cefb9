import { Prisma, statement, type Tx, transaction } from "../db";
import { log } from "../log";
import { errorOfBusy, OutboundError } from "./outbound-error";

/** What this process knows of a circuit. `failures` counts outages in a row over all processes; open until `openUntilMs` of the monotonic clock. */
type Circuit = { failures: number; openUntilMs: number; readAtMs: number };
type Row = { failures: number; isOpen: boolean; probeIn: number };

const opensAfter = 8;
const probeSeconds = 30;
const believedMs = 500;

const mostRemembered = 500;

const circuits = new Map<string, Circuit>();

/** Remembers what was learnt last of so many circuits: of a forgotten one the table is asked. */
function remember(name: string, circuit: Circuit): void {
  circuits.delete(name);
  circuits.set(name, circuit);
  for (const oldest of circuits.keys()) {
    if (circuits.size <= mostRemembered) return;
    circuits.delete(oldest);
  }
}

function learn(name: string, row: Row | undefined): Circuit {
  const nowMs = performance.now();
  const openUntilMs = row?.isOpen ? nowMs + Math.max(0, row.probeIn) * 1000 : 0;
  const circuit = { failures: row?.failures ?? 0, openUntilMs, readAtMs: nowMs };
  remember(name, circuit);
  return circuit;
}

// That the table cannot be asked is our own fault: it costs nobody a try.
const orBusy = (upstream: string) => (error: unknown) => {
  log.warn({ err: error, upstream }, "a circuit could not be read");
  throw errorOfBusy(upstream);
};

async function read(name: string): Promise<Circuit & { mayProbe: boolean }> {
  return transaction("system", async tx => {
    const [row] = await tx.$queryRaw<Row[]>`
      SELECT failures, opened_at IS NOT NULL AS "isOpen", coalesce(extract(epoch FROM probe_after - now()), 0)::float AS "probeIn"
      FROM upstream_breaker WHERE name = ${name}`;
    if (!row?.isOpen || row.probeIn > 0) return { ...learn(name, row), mayProbe: false };
    const probing = await tx.$executeRaw`
      UPDATE upstream_breaker SET probe_after = now() + make_interval(secs => ${probeSeconds}), updated_at = now()
      WHERE name = ${name} AND opened_at IS NOT NULL AND probe_after <= now()`;
    return { ...learn(name, { ...row, probeIn: probeSeconds }), mayProbe: probing === 1 };
  });
}

/**
 * Lets a call through, or throws OutboundError `unreachable` with the seconds until the next probe. Of an open circuit one call every 30 s is let
 * through, over all processes; true for that one.
 */
export async function requireClosed(name: string, upstream: string): Promise<boolean> {
  const believed = circuits.get(name);
  const nowMs = performance.now();
  // An open circuit whose time is over is somebody's to probe, which only the table knows.
  const isDue = believed !== undefined && believed.openUntilMs > 0 && believed.openUntilMs <= nowMs;
  const isFresh = believed !== undefined && !isDue && nowMs - believed.readAtMs < believedMs;
  if (!isFresh && (await read(name).catch(orBusy(upstream))).mayProbe) return true;
  requireStillClosed(name, upstream);
  return false;
}

/** Throws as `requireClosed` does when this process has learnt meanwhile that the circuit is open; asks nobody. */
export function requireStillClosed(name: string, upstream: string): void {
  const waitMs = (circuits.get(name)?.openUntilMs ?? 0) - performance.now();
  if (waitMs <= 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  throw new OutboundError("unreachable", { upstream, reason: "breaker_open", retryable: true, retryAfterSeconds });
}

/** Throws as `requireClosed` does while nobody may call; whoever may probe is let through, but has not probed yet. */
export async function requireDue(name: string, upstream: string): Promise<void> {
  const believed = circuits.get(name);
  if (believed === undefined || performance.now() - believed.readAtMs >= believedMs) {
    const [row] = await statement<Row>(Prisma.sql`
      SELECT failures, opened_at IS NOT NULL AS "isOpen", coalesce(extract(epoch FROM probe_after - now()), 0)::float AS "probeIn"
      FROM upstream_breaker WHERE name = ${name}`).catch(orBusy(upstream));
    // What is due stays unread, so that the call itself asks whether the probe is its own.
    if (!row?.isOpen || row.probeIn > 0) learn(name, row);
    else circuits.delete(name);
  }
  requireStillClosed(name, upstream);
}

/** Counts an outage; the eighth in a row opens the circuit for everybody. */
export async function countOutage(name: string): Promise<void> {
  const [row] = await transaction(
    "system",
    tx => tx.$queryRaw<Row[]>`
      INSERT INTO upstream_breaker AS b (name, failures, updated_at) VALUES (${name}, 1, now())
      ON CONFLICT (name) DO UPDATE SET failures = b.failures + 1, updated_at = now(),
        opened_at = CASE WHEN b.failures + 1 >= ${opensAfter} THEN coalesce(b.opened_at, now()) END,
        probe_after = CASE WHEN b.failures + 1 >= ${opensAfter} THEN now() + make_interval(secs => ${probeSeconds}) END
      RETURNING failures, opened_at IS NOT NULL AS "isOpen", coalesce(extract(epoch FROM probe_after - now()), 0)::float AS "probeIn"`,
  );
  learn(name, row);
}

/** Closes the circuit after an answer; costs nothing where it is known that there was no outage. */
export async function countAnswer(name: string): Promise<void> {
  if (circuits.get(name)?.failures === 0) return;
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE upstream_breaker SET failures = 0, opened_at = NULL, probe_after = NULL, updated_at = now() WHERE name = ${name}`,
  );
  learn(name, undefined);
}

/** Forgets circuits that nobody has used for a day. */
export const purgeCircuits = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM upstream_breaker WHERE updated_at < now() - interval '1 day'`;
