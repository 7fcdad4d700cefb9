import { agentTables, listOwnAgents } from "./agents/queries/personal-data";
import { arriveAsAgent } from "./agents/service/arrive";
import { askToBeTold as askOfAgent } from "./agents/service/notify-me";
import { listOwnCustomers } from "./customers/queries/own-customers";
import { customerTables } from "./customers/queries/personal-data";
import { readQuality } from "./customers/queries/quality";
import { arriveAtCustomer } from "./customers/service/arrive";
import { getActivationFigures } from "./members/queries/figures";
import { listOwnMembers, memberTables } from "./members/queries/personal-data";
import type { Place, PlaceChoice } from "./platform/auth/schema";
import type { Arrived } from "./platform/auth/service";
import type { SessionUser } from "./platform/auth/session";
import { workIn } from "./platform/auth/sign-out";
import type { Tx } from "./platform/db";
import { AppError } from "./platform/errors";
import { exportFigures } from "./platform/flow/export";
import { getReminderFigures, getSourceFigures, getWaitFigures } from "./platform/flow/queries";
import type { Period, ReadyRequest } from "./platform/flow/schema";
import { getSubject } from "./platform/flow/subject-of";
import type { ReadyView } from "./platform/flow/view";
import { getTargets as getPlatformTargets } from "./platform/measures/queries";
import type { TargetsView } from "./platform/measures/schema";
import { exportTargets as exportPlatformTargets } from "./platform/measures/service";
import type { Asked } from "./platform/rights/queries";
import { platformTables } from "./platform/rights/tables";
import { countUnfinishedPastGate, getCompletion, listPractitionerSteps } from "./practitioners/queries/funnel";
import { listOwnPractitioners, practitionerTables } from "./practitioners/queries/personal-data";
import { arriveAsPractitioner } from "./practitioners/service/arrive";
import { listStoreSteps } from "./stores/queries/funnel";
import { listOwnStores } from "./stores/queries/own-stores";
import { listSoleStores, storeTables } from "./stores/queries/personal-data";
import { arriveAtStore } from "./stores/service/arrive";
import { askToBeTold as askOfStore } from "./stores/service/notify-me";

/** Who arrives: the person with the roles they had, the store their code was for, and what they came for. */
export type Arrival = {
  userId: number;
  storeId: number | null;
  audience: string | null;
  roles: readonly Held[];
  /** The challenge of a sign-up, when this is one. */
  signUp?: string | null;
};

type Held = Pick<SessionUser["roles"][number], "role" | "storeId">;

const isStaff = ({ role }: Held) => role === "admin" || role === "operator";
const isAgent = ({ role }: Held) => role === "agent";
const isCustomer = ({ role }: Held) => role === "customer";
const isPractitioner = ({ role }: Held) => role === "practitioner";
const audienceOf = (held: Held) => (isStaff(held) ? "admin" : held.role);
const homes: Partial<Record<Held["role"], string>> = {
  admin: "/admin",
  operator: "/admin",
  practitioner: "/dashboard",
  agent: "/agent/dashboard",
  customer: "/customer",
};
const homeOf = ({ role }: Held) => homes[role] ?? "/";
const mostStores = 50;

/** Roles that lead to one desk are one place: an admin who is an operator as well goes to the same pages. */
const onePerPlace = (roles: readonly Held[]): Held[] => {
  const staff = roles.find(({ role }) => role === "admin") ?? roles.find(isStaff);
  return roles.filter(held => !isStaff(held) || held === staff);
};

/** Where a practitioner goes: through all five steps, then to the dashboard. Null for who is none. */
async function arriveAtOwnProfile(tx: Tx, { userId, roles }: Arrival): Promise<Arrived | null> {
  if (!roles.some(isPractitioner)) return null;
  const arrived = await arriveAsPractitioner(tx, userId);
  if (!arrived) return null;
  const { isNewPractitioner, ...facts } = arrived;
  const redirectTo = facts.needsOnboarding ? "/onboarding" : "/dashboard";
  return { ...facts, redirectTo, storeId: null, isAwaited: !isNewPractitioner };
}

/** Where an agent goes, also one who is about to be; null for who is none. */
async function arriveAtOwnAgent(tx: Tx, { userId, audience, roles, signUp = null }: Arrival): Promise<Arrived | null> {
  const asAgent = audience === "agent" ? signUp : null;
  return asAgent || roles.some(isAgent) ? arriveAsAgent(tx, { userId, signUp: asAgent }) : null;
}

/**
 * Where a person goes after signing in: to what they have signed up for; to the place they came for; to the only one they have. With several
 * they choose, and until they do the session works in their newest store.
 */
export async function arrive(tx: Tx, who: Arrival): Promise<Arrived> {
  const store = await arriveAtStore(tx, who);
  const profile = await arriveAtOwnProfile(tx, who);
  const agent = await arriveAtOwnAgent(tx, who);
  if (store && who.storeId !== null) return store;
  if (agent && who.signUp && who.audience === "agent") return { ...agent, storeId: store?.storeId ?? null };
  const customer = who.roles.some(isCustomer) ? await arriveAtCustomer(tx, who.userId) : null;
  const places = onePerPlace(who.roles).filter(held => !isCustomer(held) || customer !== null);
  const wanted = places.filter(held => audienceOf(held) === who.audience);
  const [place, ...others] = wanted.length > 0 ? wanted : places;
  if (!place) return { redirectTo: "/", storeId: null, needsOnboarding: false };
  const customerId = customer?.customerId ?? null;
  if (others.length > 0 || (isCustomer(place) && customer?.hasOthers)) {
    // Whoever may choose the profile is told of it what they would be told there.
    const facts = [place, ...others].some(isPractitioner) ? profile : null;
    return { needsOnboarding: false, ...facts, redirectTo: "/choose", storeId: store?.storeId ?? null, customerId };
  }
  if (place.role === "store" && store) return store;
  if (place.role === "practitioner" && profile) return profile;
  if (place.role === "agent" && agent) return agent;
  const home = { redirectTo: homeOf(place), storeId: null, needsOnboarding: false };
  return isCustomer(place) ? { ...home, customerId } : home;
}

type OwnStore = Awaited<ReturnType<typeof listOwnStores>>[number];

function toPlace(held: Held, session: SessionUser, stores: readonly OwnStore[]): Place | null {
  const { role, storeId } = held;
  const isCurrent = storeId !== null && session.storeId === storeId;
  const nowhere = { storeCode: null, customerId: null, name: null };
  if (role !== "store") return { role, storeId, ...nowhere, isCurrent, redirectTo: homeOf(held) };
  const store = stores.find(({ id }) => id === storeId);
  if (!store) return null;
  const redirectTo = `/store/${store.code}/${store.isThroughGate ? "dashboard" : "onboarding"}`;
  return { role, storeId, storeCode: store.code, customerId: null, name: store.name, isCurrent, redirectTo };
}

/** One place for each customer that somebody works in. */
const toCustomerPlaces = async (held: Held, session: SessionUser): Promise<Place[]> =>
  (await listOwnCustomers(session.id)).map(({ id: customerId, name }) => ({
    ...{ role: held.role, storeId: null, storeCode: null, customerId, name },
    ...{ isCurrent: session.customerId === customerId, redirectTo: homeOf(held) },
  }));

/** The places where a signed-in person may work, stores and customers with their names; at most fifty of roles. */
export async function listPlaces(session: SessionUser): Promise<Place[]> {
  const places: Place[] = [];
  const roles = onePerPlace(session.roles).slice(-mostStores);
  const stores = await listOwnStores(roles.flatMap(({ storeId }) => storeId ?? []));
  for (const held of roles) {
    const place = isCustomer(held) ? null : toPlace(held, session, stores);
    if (place) places.push(place);
    if (isCustomer(held)) places.push(...(await toCustomerPlaces(held, session)));
  }
  return places;
}

/** Makes a session work in one of its person's places; returns the place. Throws `not_found` for any other. */
export async function choosePlace(
  session: SessionUser,
  { role, storeId, customerId = null }: Omit<PlaceChoice, "customerId"> & Partial<PlaceChoice>,
  caller: { address: string; agent: string },
): Promise<Place> {
  const places = await listPlaces(session);
  const place = places.find(one => one.role === role && one.storeId === storeId && one.customerId === customerId);
  if (!place) throw new AppError("not_found");
  await workIn({ sid: session.sid, userId: session.id }, { role, storeId, customerId }, caller);
  return { ...place, isCurrent: true };
}

/** What happened at each step of every kind's wizard in a period. */
const listSteps = async (period: Period) =>
  (await Promise.all([listPractitionerSteps(period), listStoreSteps(period)])).flat();

/** How people come through: practitioners of all time, what happened at each step of each wizard in a period, and at each door to a plan, and why. Names nobody. */
export async function getMetrics(period: Period) {
  const [completion, unfinishedPastGate] = await Promise.all([getCompletion(), countUnfinishedPastGate()]);
  const [steps, activations, prefill, waits, reminders] = await Promise.all([
    listSteps(period),
    getActivationFigures(period),
    getSourceFigures(period),
    getWaitFigures(period),
    getReminderFigures(period),
  ]);
  return { period, completion, unfinishedPastGate, steps, activations, prefill, waits, reminders };
}

/** The steps' figures as a table to take along; who took it is in the audit trail. */
export const exportMetrics = async (period: Period, actorId: number, address: string) =>
  exportFigures(await listSteps(period), { period, actorId, address });

/** The targets of sources/002 as they stand, the last set-ups, and where the audit trail stands. */
export const getTargets = (): Promise<TargetsView> => getPlatformTargets(readQuality);

/** The same as evidence to take along; who took it is in the audit trail. */
export const exportTargets = (actorId: number, address: string) => exportPlatformTargets(readQuality, actorId, address);

/** All that is kept of people and what their rights mean there, in the order of erasing: what names an account before the account. */
export const rights: Pick<Asked, "tables" | "subjectsOf"> = {
  tables: [
    ...storeTables,
    ...practitionerTables,
    ...agentTables,
    ...memberTables,
    ...customerTables,
    ...platformTables,
  ],
  subjectsOf: async (tx, userId) => [
    ...(await listSoleStores(tx, userId)),
    ...(await listOwnPractitioners(tx, userId)),
    ...(await listOwnAgents(tx, userId)),
    ...(await listOwnMembers(tx, userId)),
  ],
};

/** Notes how somebody wants to be told when the run of their own onboarding has ended, of whichever kind it is. Throws `not_found` for anybody else's. */
export async function askToBeTold(session: SessionUser, onboardingId: number, asked: ReadyRequest): Promise<ReadyView> {
  const { kind, subjectId } = await getSubject(onboardingId);
  const { id: userId, storeId, roles } = session;
  if (kind === "agent" && subjectId === userId) return askOfAgent(userId, onboardingId, asked);
  const isOwn =
    kind === "store" && subjectId === storeId && roles.some(held => held.role === "store" && held.storeId === storeId);
  if (!isOwn) throw new AppError("not_found");
  return askOfStore({ userId, storeId: subjectId }, onboardingId, asked);
}
