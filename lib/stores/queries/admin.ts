import { isAdmin } from "@/lib/platform/auth/policy";
import type { SessionUser } from "@/lib/platform/auth/session";
import { now } from "@/lib/platform/clock";
import { type Tx, transaction } from "@/lib/platform/db";
import { onboardingFields } from "@/lib/platform/flow/onboarding";
import { maskName } from "@/lib/platform/mask";
import { toKeyProblem } from "../view/answers";
import { type StorePage, toStatusView } from "../view/onboarding";

const pageSize = 25;
const storeFields = { id: true, code: true, name: true, ownerName: true, createdAt: true, verifiedAt: true } as const;

type LastImport = NonNullable<StorePage["items"][number]["lastImport"]>;

/** The newest import of each of these onboardings; what reads only feeds or only orders again is none. */
async function findLastImports(tx: Tx, onboardingIds: readonly number[]): Promise<Map<number, LastImport>> {
  const rows = await tx.$queryRaw<(LastImport & { onboardingId: number })[]>`
    SELECT DISTINCT ON (r.onboarding_id) r.onboarding_id AS "onboardingId", r.id AS "jobId", r.status::text AS status
    FROM onboarding_run r JOIN store_import i ON i.run_id = r.id AND i.days_back IS NOT NULL
    WHERE r.onboarding_id = ANY(${[...onboardingIds]}) ORDER BY r.onboarding_id, r.number DESC`;
  return new Map(rows.map(({ onboardingId, ...last }) => [onboardingId, last]));
}

/** A page of rows, one more than it shows, and the newest import of each. */
const readPage = (before: number | undefined) =>
  transaction("system", async tx => {
    const rows = await tx.store.findMany({
      where: before === undefined ? {} : { id: { lt: before } },
      orderBy: { id: "desc" },
      take: pageSize + 1,
      select: {
        ...storeFields,
        letzshop: { select: { brokenAt: true, brokenClass: true } },
        onboarding: { select: onboardingFields },
      },
    });
    const ids = rows.flatMap(({ onboarding }) => (onboarding ? [onboarding.id] : []));
    return { rows, lastImports: await findLastImports(tx, ids) };
  });

/** Stores with their progress, newest first, for the admin's desk; `cursor` is the last id seen. An operator reads names masked. */
export async function listStores(reader: Pick<SessionUser, "roles">, cursor?: string): Promise<StorePage> {
  const before = /^\d{1,9}$/.test(cursor ?? "") ? Number(cursor) : undefined;
  const at = await now();
  const { rows, lastImports } = await readPage(before);
  const items = rows.slice(0, pageSize).flatMap(({ onboarding, letzshop, ...store }) =>
    onboarding
      ? [
          {
            ...store,
            createdAt: store.createdAt.toISOString(),
            verifiedAt: store.verifiedAt?.toISOString() ?? null,
            ownerName: isAdmin(reader) ? store.ownerName : maskName(store.ownerName),
            keyProblem: toKeyProblem(letzshop),
            lastImport: lastImports.get(onboarding.id) ?? null,
            onboarding: toStatusView(onboarding, { at, storeCode: store.code }),
          },
        ]
      : [],
  );
  return { items, nextCursor: rows.length > pageSize ? String(rows[pageSize - 1]?.id) : null };
}
