import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { decrypt, encrypt, SecretKeyMissing, SecretUnreadable, sha256 } from "@/lib/platform/crypto";
import { Prisma, requireNoTransaction, statement } from "@/lib/platform/db";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { parseJson } from "@/lib/platform/parse-json";
import { secretColumn } from "@/lib/platform/secrets/column";
import type { ZuoraAccess } from "./zuora-access";
import { askToken } from "./zuora-token";

/** Where tokens are kept, for a rotation of master keys. */
export const zuoraTokens = secretColumn({ table: Prisma.sql`zuora_token`, column: Prisma.sql`token` });

const contextOf = (row: number) => ({ table: zuoraTokens.table, column: zuoraTokens.column, row });

// Asked for anew so long before its end; one that lives for two minutes or less, after half of its life.
const earlySeconds = 60;
// Longer than Zuora takes to give one. Who was killed while asking holds up the others for so long, and who is slower is not waited for.
const leaseSeconds = 15;
const longestWaitMs = 40_000;
const pollMs = 40;
const mostOpened = 500;

const Content = z.object({ token: z.string(), tenantId: z.string().nullable() });

/** A token that Zuora takes, and whose tenant it opens, as Zuora told it. */
export type KeptToken = z.infer<typeof Content>;

type Opened = KeptToken & { untilMs: number };
/** Those that this process has opened, so that not every call reads the table; nothing is lost with them. */
const opened = new Map<string, Opened>();
/** What this process waits for already. */
const going = new Map<string, Promise<Opened>>();

/** Whose token it is: with its address and secret, so that a changed one never meets what another was given. */
const nameOf = ({ baseUrl, clientId, clientSecret }: ZuoraAccess) =>
  sha256(JSON.stringify([baseUrl, clientId, sha256(clientSecret)]));

/**
 * A token that holds for a while: one that is kept, for all processes, or a new one that whoever waits gets. `refused` is one that Zuora takes no more: it
 * is replaced, unless another one has taken its place already. Never in a transaction. Throws OutboundError.
 */
export async function findToken(access: ZuoraAccess, refused?: string): Promise<KeptToken> {
  requireNoTransaction("a token of Zuora's");
  const name = nameOf(access);
  for (;;) {
    const known = opened.get(name);
    if (known && known.untilMs > performance.now() && known.token !== refused) return known;
    const others = going.get(name);
    // Zuora may give the refused one again: it is for the next call to say that it is still of no use.
    if (!others) return begin(name, access, refused);
    const found = await others;
    if (found.token !== refused) return found;
    // Whoever began it did not know yet that this one is refused.
    if (going.get(name) === others) going.delete(name);
  }
}

/** Begins to look for a token, for all of this process that need it; it ends by its own deadlines, whoever goes away meanwhile. */
function begin(name: string, access: ZuoraAccess, refused: string | undefined): Promise<Opened> {
  const one = acquire(name, access, refused).finally(() => {
    if (going.get(name) === one) going.delete(name);
  });
  going.set(name, one);
  one.then(
    found => {
      const [oldest] = opened.keys();
      if (opened.size >= mostOpened && oldest !== undefined) opened.delete(oldest);
      opened.set(name, found);
    },
    () => opened.delete(name),
  );
  return one;
}

type Row = { id: number; token: string | null; seconds: number };

/** Waits until there is one, or asks for it when it is nobody's turn. */
async function acquire(name: string, access: ZuoraAccess, refused: string | undefined): Promise<Opened> {
  const giveUpMs = performance.now() + longestWaitMs;
  for (;;) {
    const [row] = await statement<Row>(Prisma.sql`
      SELECT id, token, extract(epoch FROM until - now())::float8 AS seconds FROM zuora_token WHERE name = ${name}`);
    const found = row && openRow(row);
    if (found && found.token !== refused) return found;
    const turn = await takeTurn(name, row?.token ?? null);
    if (turn) return askInTurn(turn, access);
    if (performance.now() > giveUpMs)
      throw new OutboundError("unreachable", { upstream: "zuora", reason: "timeout", retryable: true });
    await sleep(pollMs * (0.5 + Math.random()));
  }
}

/** A kept token; null for one that is over, or does not open: it costs one more call, and is no failure. */
function openRow({ id, token, seconds }: Row): Opened | null {
  if (token === null || seconds <= 0) return null;
  try {
    const content = Content.safeParse(parseJson(decrypt(token, contextOf(id))));
    return content.success ? { ...content.data, untilMs: performance.now() + seconds * 1000 } : null;
  } catch (thrown) {
    if (thrown instanceof SecretUnreadable || thrown instanceof SecretKeyMissing) return null;
    throw thrown;
  }
}

type Turn = { id: number; by: string };

/** Takes the turn to ask for a token in the place of that which was found to be of no use; null while it is somebody else's, or another one has come. */
async function takeTurn(name: string, useless: string | null): Promise<Turn | null> {
  const by = randomUUID();
  const [row] = await statement<{ id: number }>(Prisma.sql`
    INSERT INTO zuora_token AS t (name, until, asked_by, asked_until)
    VALUES (${name}, now(), ${by}, now() + make_interval(secs => ${leaseSeconds}::int))
    ON CONFLICT (name) DO UPDATE SET token = NULL, until = now(), asked_by = excluded.asked_by, asked_until = excluded.asked_until
    WHERE t.token IS NOT DISTINCT FROM ${useless} AND (t.asked_until IS NULL OR t.asked_until <= now())
    RETURNING id`);
  return row ? { id: row.id, by } : null;
}

const endTurn = ({ id, by }: Turn) =>
  statement(
    Prisma.sql`UPDATE zuora_token SET asked_by = NULL, asked_until = NULL WHERE id = ${id} AND asked_by = ${by}`,
  );

async function askInTurn(turn: Turn, access: ZuoraAccess): Promise<Opened> {
  try {
    const { token, tenantId, expiresInSeconds } = await askToken(access);
    const seconds = expiresInSeconds - Math.min(earlySeconds, expiresInSeconds / 2);
    const content: KeptToken = { token, tenantId };
    await statement(Prisma.sql`
      UPDATE zuora_token SET token = ${encrypt(JSON.stringify(content), contextOf(turn.id))}, asked_by = NULL, asked_until = NULL,
        until = now() + make_interval(secs => ${seconds}::float8) WHERE id = ${turn.id} AND asked_by = ${turn.by}`);
    return { ...content, untilMs: performance.now() + seconds * 1000 };
  } catch (failure) {
    // Whoever waits asks next, and is told the same.
    await endTurn(turn).catch(() => undefined);
    throw failure;
  }
}
