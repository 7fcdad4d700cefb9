import { readReadiness as readAgents } from "./agents/queries/readiness";
import { listManaged, readReadiness as readCustomers } from "./customers/queries/readiness";
import { listOwnMembers } from "./members/queries/personal-data";
import { readReadiness as readMembers } from "./members/queries/readiness";
import type { Finding } from "./platform/alerts/conditions";
import { isStaff } from "./platform/auth/policy";
import type { SessionUser } from "./platform/auth/session";
import { type Tx, transaction } from "./platform/db";
import { AppError } from "./platform/errors";
import type { Kind } from "./platform/flow/subject";
import { longOf, type OpenProblem, readCandidates, toFindings } from "./platform/readiness/problems";
import { badgeOf, isThrough, type Requirement, toOwnView, toReadinessView } from "./platform/readiness/requirement";
import type { OwnReadinessView, ReadinessBadge, ReadinessView } from "./platform/readiness/schema";
import { listOwnPractitioners } from "./practitioners/queries/personal-data";
import { readReadiness as readPractitioners } from "./practitioners/queries/readiness";
import { readNeeds as readStoreNeeds, readReadiness as readStores } from "./stores/queries/readiness";

type Read = (tx: Tx, ids: readonly number[]) => Promise<Map<number, Requirement[]>>;

const readers: Record<Kind, Read> = {
  store: readStores,
  practitioner: readPractitioners,
  member: readMembers,
  agent: readAgents,
  customer: readCustomers,
};

// An alert is looked for all the time, and asks for no more than can be a problem.
const problemReaders: Record<Kind, Read> = { ...readers, store: readStoreNeeds };

/** What each of these subjects of a kind needs, by its id: the one object that every gate, list, badge, alert and API reads. At most two statements. */
export const readinessOf = (
  tx: Tx,
  kind: Kind,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly Requirement[]>> => readers[kind](tx, ids);

type Subject = { kind: Kind; id: number };

const readOne = async ({ kind, id }: Subject): Promise<readonly Requirement[] | null> =>
  (await transaction("system", tx => readinessOf(tx, kind, [id]))).get(id) ?? null;

/** What one subject needs, for staff; nothing in it is anybody's own, so an operator reads the same. Null where there is none. */
export async function findReadiness(reader: Pick<SessionUser, "roles">, of: Subject): Promise<ReadinessView | null> {
  const requirements = isStaff(reader) ? await readOne(of) : null;
  return requirements && toReadinessView(requirements);
}

/** The same; throws `not_found`. */
export async function getReadiness(reader: Pick<SessionUser, "roles">, of: Subject): Promise<ReadinessView> {
  const found = await findReadiness(reader, of);
  if (!found) throw new AppError("not_found");
  return found;
}

/** How each of these subjects stands, for a table of staff; as many statements for a hundred as for one. */
export async function listBadges(
  reader: Pick<SessionUser, "roles">,
  kind: Kind,
  ids: readonly number[],
): Promise<Record<number, ReadinessBadge>> {
  if (!isStaff(reader) || ids.length === 0) return {};
  const found = await transaction("system", tx => readinessOf(tx, kind, ids));
  return Object.fromEntries([...found].map(([id, requirements]) => [id, badgeOf(requirements)]));
}

async function listOwn(tx: Tx, { id: userId, roles }: Pick<SessionUser, "id" | "roles">): Promise<Subject[]> {
  const stores = roles.flatMap(({ role, storeId }) => (role === "store" && storeId !== null ? [storeId] : []));
  const idsOf = async (own: Promise<readonly { id: string | number }[]>) => (await own).map(({ id }) => Number(id));
  const all: Record<Kind, readonly number[]> = {
    store: stores.slice(-50),
    practitioner: await idsOf(listOwnPractitioners(tx, userId)),
    member: await idsOf(listOwnMembers(tx, userId)),
    agent: roles.some(({ role }) => role === "agent") ? [userId] : [],
    customer: await listManaged(tx, userId),
  };
  return (Object.keys(all) as Kind[]).flatMap(kind => all[kind].map(id => ({ kind, id })));
}

/** What each subject of a signed-in person needs, as far as they may read it: their stores, profile, account, plans, and the customers that they manage. */
export const getOwnReadiness = (session: Pick<SessionUser, "id" | "roles">): Promise<OwnReadinessView> =>
  transaction("system", async tx => {
    const own = await listOwn(tx, session);
    const items: OwnReadinessView["items"] = [];
    for (const kind of Object.keys(readers) as Kind[]) {
      const ids = own.filter(one => one.kind === kind).map(({ id }) => id);
      const found = ids.length > 0 ? await readinessOf(tx, kind, ids) : new Map<number, readonly Requirement[]>();
      for (const id of ids) {
        const requirements = found.get(id);
        if (requirements)
          items.push({ kind, id, isThrough: isThrough(requirements), requirements: toOwnView(requirements, "user") });
      }
    }
    return { items };
  });

/** Kinds of which something has been wrong for so many minutes that only our staff can mend: looked for among those that are held up, and decided by their readiness. */
export async function findUnmended(tx: Tx, { minutes }: { minutes: number }): Promise<Finding[]> {
  const { at, candidates } = await readCandidates(tx);
  const problems: OpenProblem[] = [];
  for (const kind of Object.keys(readers) as Kind[]) {
    const ids = candidates.filter(one => one.kind === kind).map(({ id }) => id);
    const found = ids.length > 0 ? await problemReaders[kind](tx, ids) : [];
    for (const [, requirements] of found) problems.push(...longOf(kind, requirements, { at, minutes }));
  }
  return toFindings(problems, at);
}
