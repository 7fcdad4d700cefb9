import { callingSession, currentSession } from "../auth/current";
import { isAdmin, isStaff } from "../auth/policy";
import { findPractitionerId } from "../auth/queries";
import { noteRefusedRight } from "../auth/refused-right";
import type { SessionUser } from "../auth/session";
import { safeEqual } from "../crypto";
import { transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import type { PartnerActor } from "../partner/verify";
import { requireSameOrigin } from "./origin";

/** A store owner in the store of this session. */
export type StoreActor = { userId: number; storeId: number };

/** A practitioner, on their own row. */
export type PractitionerActor = { userId: number; practitionerId: number };

/** Somebody of a customer, in the customer of this session. What they may do there is read with what they ask for. */
export type CustomerActor = { userId: number; customerId: number };

/** An agent, on their own account. */
export type AgentActor = { userId: number };

/** Who calls from inside: a program of ours, which shows our token, or an admin at the desk. */
export type InternalActor = { kind: "system" } | { kind: "user"; id: number };

/** Who may enter, and as whom: the one list of doors; leaving a door out of a declaration does not compile. */
export type Actors = {
  public: null;
  link: null;
  user: SessionUser;
  store_owner: StoreActor;
  practitioner: PractitionerActor;
  agent: AgentActor;
  customer: CustomerActor;
  staff: SessionUser;
  admin: SessionUser;
  partner: PartnerActor;
  internal: InternalActor;
  cron: null;
  metrics: null;
  dev: null;
};
export type Door = keyof Actors;

async function requireSession(): Promise<SessionUser> {
  const session = await callingSession();
  if (!session) throw new AppError("unauthenticated");
  return session;
}

/** Does the request carry this secret of ours as its bearer token? Compared in constant time. */
export function hasBearer(headers: Headers, secret: "cronSecret" | "internalApiToken" | "metricsToken"): boolean {
  const given = /^Bearer (\S+)$/.exec(headers.get("authorization") ?? "")?.[1];
  return given !== undefined && safeEqual(given, env[secret]);
}

const isSafe = (method: string) => method === "GET" || method === "HEAD";

/**
 * A page that was left open in one store must not act on another that was chosen since: the page's address comes along as the referrer. Who sends
 * none, as a program, means the store of the session.
 */
async function requireStoreOfPage(storeId: number, headers: Headers): Promise<void> {
  const from = headers.get("referer") ?? "";
  const code = URL.canParse(from) ? /^\/store\/([^/]+)/.exec(new URL(from).pathname)?.[1] : undefined;
  if (code === undefined) return;
  const own = await transaction("system", tx => tx.store.count({ where: { id: storeId, code } }));
  if (own === 0) throw new AppError("not_found");
}

async function requireAdmin(): Promise<SessionUser> {
  const session = await requireSession();
  if (!isAdmin(session)) throw new AppError("forbidden");
  return session;
}

const doors: { [D in Door]: (headers: Headers, method: string) => Promise<Actors[D]> } = {
  public: async () => null,
  // The secret in the address is what lets in, and the address says what may be done: mail programs call it, with no page of ours.
  link: async () => null,
  user: requireSession,
  store_owner: async (headers, method) => {
    const session = await requireSession();
    const { storeId } = session;
    if (storeId === null || !session.roles.some(held => held.role === "store" && held.storeId === storeId))
      throw new AppError("forbidden");
    if (!isSafe(method)) await requireStoreOfPage(storeId, headers);
    return { userId: session.id, storeId };
  },
  practitioner: async () => {
    const session = await requireSession();
    const practitionerId = await findPractitionerId(session);
    if (practitionerId === null) throw new AppError("forbidden");
    return { userId: session.id, practitionerId };
  },
  agent: async () => {
    const session = await requireSession();
    if (!session.roles.some(held => held.role === "agent")) throw new AppError("forbidden");
    return { userId: session.id };
  },
  customer: async () => {
    const session = await requireSession();
    const { id: userId, customerId, roles } = session;
    if (customerId === null || !roles.some(held => held.role === "customer")) throw new AppError("forbidden");
    return { userId, customerId };
  },
  staff: async () => {
    const session = await requireSession();
    if (!isStaff(session)) throw new AppError("forbidden");
    return session;
  },
  admin: requireAdmin,
  // A signature is over the body too: `enterSigned` lets partners in, and nobody else does.
  partner: async () => {
    throw new AppError("unauthenticated");
  },
  // Our token speaks for itself, wherever it comes from; a cookie only from our own pages. A wrong token is no admin, whoever is signed in.
  internal: async (headers, method) => {
    if (hasBearer(headers, "internalApiToken")) return { kind: "system" };
    if (headers.has("authorization")) throw new AppError("unauthenticated");
    requireSameOrigin(method, headers);
    return { kind: "user", id: (await requireAdmin()).id };
  },
  cron: async headers => {
    if (!hasBearer(headers, "cronSecret")) throw new AppError("unauthenticated");
    return null;
  },
  metrics: async headers => {
    if (env.appEnv !== "demo" && !hasBearer(headers, "metricsToken")) throw new AppError("unauthenticated");
    return null;
  },
  dev: async () => {
    if (env.appEnv === "production") throw new AppError("not_found");
    return null;
  },
};

// Where no cookie counts, or not only one.
const checksOriginItself: ReadonlySet<Door> = new Set<Door>(["cron", "link", "internal"]);

/** Lets the caller in or throws: `unauthenticated`, `forbidden`, `bad_origin`, `not_found`. */
export async function enter<D extends Door>(door: D, method: string, headers: Headers): Promise<Actors[D]> {
  if (!checksOriginItself.has(door)) requireSameOrigin(method, headers);
  try {
    return await doors[door](headers, method);
  } catch (error) {
    if (error instanceof AppError && error.code === "forbidden") await noteRefused();
    throw error;
  }
}

/** Whoever is signed in and asks for what is not theirs to do is counted. */
async function noteRefused(): Promise<void> {
  const session = await currentSession();
  if (session) await noteRefusedRight(session.id);
}
