import { audit } from "@/lib/platform/audit";
import { encrypt } from "@/lib/platform/crypto";
import { Prisma, type Tx } from "@/lib/platform/db";
import { secretColumn } from "@/lib/platform/secrets/column";
import { lastFourOf, openKept } from "@/lib/platform/secrets/kept-key";

/** The name of reZEN among the systems that accounts have keys to. */
export const rezen = "REZEN";

/** Where the keys of agents' accounts are kept. */
export const agentKeys = secretColumn({ table: Prisma.sql`credentials`, column: Prisma.sql`api_key` });

const contextOf = (row: number) => ({ table: agentKeys.table, column: agentKeys.column, row });
const ofAccount = (userId: number) => ({ userId_platform: { userId, platform: rezen } });

/** An account's key to reZEN ready for use; `savedAt` tells it from a later one. */
export type OpenedKey = { apiKey: string; agentId: string; savedAt: Date; isBroken: boolean; fault: string | null };

/** What a key is opened for: by the worker, for a job, or by its owner, to see whether it still works or what a sync would bring. */
type Use = { purpose: "sync"; jobId: number } | { purpose: "test" | "quote"; userId: number };

/** Opens an account's key for a purpose, which the audit trail keeps; null where there is none, or none any more. Throws UnreadableKey, and `unavailable` where its master key is not given. */
export async function openKey(tx: Tx, userId: number, use: Use): Promise<OpenedKey | null> {
  const select = {
    id: true,
    apiKey: true,
    testedAt: true,
    brokenAt: true,
    brokenClass: true,
    agent: { select: { id: true } },
  };
  const kept = await tx.credential.findUnique({ where: ofAccount(userId), select });
  if (!kept?.apiKey || kept.agent.id === null) return null;
  const { testedAt: savedAt, brokenAt, brokenClass: fault } = kept;
  const apiKey = openKept(kept.apiKey, contextOf(kept.id), savedAt);
  const { purpose } = use;
  await audit(tx, {
    action: "agent.key_used",
    actor: "userId" in use ? { kind: "user", id: use.userId } : { kind: "system" },
    subject: { kind: "agent", id: userId },
    detail: use.purpose === "sync" ? use : { purpose },
  });
  return { apiKey, agentId: kept.agent.id, savedAt, isBroken: brokenAt !== null, fault };
}

// What is encrypted is bound to its row, so the row's number comes first.
async function chooseRow(tx: Tx, userId: number): Promise<number> {
  const kept = await tx.credential.findUnique({ where: ofAccount(userId), select: { id: true } });
  if (kept) return kept.id;
  const [next] = await tx.$queryRaw<{ id: number }[]>`
    SELECT nextval(pg_get_serial_sequence('credentials', 'id'))::int AS id`;
  if (!next) throw new Error("no number for a key");
  return next.id;
}

/** Keeps a tested key, encrypted for its row and no other, in the place of the one before; whoever calls holds the lock of the onboarding. */
export async function keepKey(tx: Tx, userId: number, apiKey: string): Promise<void> {
  const row = await chooseRow(tx, userId);
  await tx.$executeRaw`
    INSERT INTO credentials (id, user_id, platform, api_key, last_four, tested_at)
    VALUES (${row}, ${userId}, ${rezen}, ${encrypt(apiKey, contextOf(row))}, ${lastFourOf(apiKey)}, app_now())
    ON CONFLICT (id) DO UPDATE SET api_key = excluded.api_key, last_four = excluded.last_four,
      tested_at = greatest(excluded.tested_at, credentials.tested_at + interval '1 millisecond'), deleted_at = NULL, deleted_by_id = NULL`;
}

/** Is there a key of this account that can be opened, and has reZEN not refused it? */
export const hasWorkingKey = async (tx: Tx, userId: number): Promise<boolean> =>
  (await tx.credential.count({ where: { userId, platform: rezen, deletedAt: null, brokenAt: null } })) > 0;
