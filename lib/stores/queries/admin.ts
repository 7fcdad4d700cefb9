import { isAdmin } from "@/lib/platform/auth/policy";
import type { SessionUser } from "@/lib/platform/auth/session";
import { now } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";
import { onboardingFields } from "@/lib/platform/flow/onboarding";
import { maskName } from "@/lib/platform/mask";
import { toKeyProblem } from "../view/answers";
import { type StorePage, toStatusView } from "../view/onboarding";

const pageSize = 25;
const storeFields = { id: true, code: true, name: true, ownerName: true, createdAt: true, verifiedAt: true } as const;

/** Stores with their progress, newest first, for the admin's desk; `cursor` is the last id seen. An operator reads names masked. */
export async function listStores(reader: Pick<SessionUser, "roles">, cursor?: string): Promise<StorePage> {
  const before = /^\d{1,9}$/.test(cursor ?? "") ? Number(cursor) : undefined;
  const at = await now();
  const rows = await transaction("system", tx =>
    tx.store.findMany({
      where: before === undefined ? {} : { id: { lt: before } },
      orderBy: { id: "desc" },
      take: pageSize + 1,
      select: {
        ...storeFields,
        letzshop: { select: { brokenAt: true, brokenClass: true } },
        onboarding: { select: onboardingFields },
      },
    }),
  );
  const items = rows.slice(0, pageSize).flatMap(({ onboarding, letzshop, ...store }) =>
    onboarding
      ? [
          {
            ...store,
            createdAt: store.createdAt.toISOString(),
            verifiedAt: store.verifiedAt?.toISOString() ?? null,
            ownerName: isAdmin(reader) ? store.ownerName : maskName(store.ownerName),
            keyProblem: toKeyProblem(letzshop),
            onboarding: toStatusView(onboarding, { at, storeCode: store.code }),
          },
        ]
      : [],
  );
  return { items, nextCursor: rows.length > pageSize ? String(rows[pageSize - 1]?.id) : null };
}

/** What needs a hand now: how many stores are where. */
export async function countStores() {
  return transaction(
    "system",
    tx =>
      tx.$queryRaw<{ status: string; count: number }[]>`
      SELECT status::text, count(*)::int AS count FROM onboarding WHERE kind = 'store' GROUP BY status ORDER BY status`,
  );
}
