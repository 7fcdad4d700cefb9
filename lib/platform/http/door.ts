import { callingSession, isLooking, ownSession } from "../auth/current";
import { noteLookedAt } from "../auth/look";
import { isAdmin, isStaff } from "../auth/policy";
import { findPractitionerId } from "../auth/queries";
import { noteRefusedRight } from "../auth/refused-right";
import { eyesOf, type SessionUser } from "../auth/session";
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

/** A call as a door sees it. */
type Entering = {
  method: string;
  headers: Headers;
  /** The path that is called; of an action none. */
  path?: string;
  /** Gives out a file. */
  givesFile?: boolean;
  /** Belongs to a look itself: done while it lasts, and as whoever looks. */
  inView?: boolean;
};

/** The one place where looks are kept from changing anything: throws `read_only_view` for all that is more than looking. Notes what is looked at. */
async function requireMereLook(session: SessionUser, { method, path, givesFile, inView }: Entering): Promise<void> {
  if (!session.look || inView) return;
  if (!isSafe(method) || givesFile) throw new AppError("read_only_view");
  if (path) await noteLookedAt(session.look.id, path);
}

/** Whoever signed in. */
async function requireOwn(call: Entering): Promise<SessionUser> {
  const session = await callingSession();
  if (!session) throw new AppError("unauthenticated");
  await requireMereLook(session, call);
  return session;
}

/** With whose eyes they see. */
async function requireSession(call: Entering): Promise<SessionUser> {
  const session = await requireOwn(call);
  return call.inView ? session : eyesOf(session);
}

/** Where nobody needs a session, one that looks changes nothing either. */
async function letAnybody(call: Entering): Promise<null> {
  if (!isSafe(call.method) && !call.inView && (await isLooking())) throw new AppError("read_only_view");
  return null;
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

async function requireAdmin(call: Entering): Promise<SessionUser> {
  const session = await requireOwn(call);
  if (!isAdmin(session)) throw new AppError("forbidden");
  return session;
}

const doors: { [D in Door]: (call: Entering) => Promise<Actors[D]> } = {
  public: letAnybody,
  // The secret in the address is what lets in, and the address says what may be done: mail programs call it, with no page of ours.
  link: letAnybody,
  user: requireSession,
  store_owner: async call => {
    const { headers, method } = call;
    const session = await requireSession(call);
    const { storeId } = session;
    if (storeId === null || !session.roles.some(held => held.role === "store" && held.storeId === storeId))
      throw new AppError("forbidden");
    if (!isSafe(method)) await requireStoreOfPage(storeId, headers);
    return { userId: session.id, storeId };
  },
  practitioner: async call => {
    const session = await requireSession(call);
    const practitionerId = await findPractitionerId(session);
    if (practitionerId === null) throw new AppError("forbidden");
    return { userId: session.id, practitionerId };
  },
  agent: async call => {
    const session = await requireSession(call);
    if (!session.roles.some(held => held.role === "agent")) throw new AppError("forbidden");
    return { userId: session.id };
  },
  customer: async call => {
    const session = await requireSession(call);
    const { id: userId, customerId, roles } = session;
    if (customerId === null || !roles.some(held => held.role === "customer")) throw new AppError("forbidden");
    return { userId, customerId };
  },
  staff: async call => {
    const session = await requireOwn(call);
    if (!isStaff(session)) throw new AppError("forbidden");
    return session;
  },
  admin: requireAdmin,
  // A signature is over the body too: `enterSigned` lets partners in, and nobody else does.
  partner: async () => {
    throw new AppError("unauthenticated");
  },
  // Our token speaks for itself, wherever it comes from; a cookie only from our own pages. A wrong token is no admin, whoever is signed in.
  internal: async call => {
    const { headers, method } = call;
    if (hasBearer(headers, "internalApiToken")) return { kind: "system" };
    if (headers.has("authorization")) throw new AppError("unauthenticated");
    requireSameOrigin(method, headers);
    return { kind: "user", id: (await requireAdmin(call)).id };
  },
  cron: async ({ headers }) => {
    if (!hasBearer(headers, "cronSecret")) throw new AppError("unauthenticated");
    return null;
  },
  metrics: async ({ headers }) => {
    if (env.appEnv !== "demo" && !hasBearer(headers, "metricsToken")) throw new AppError("unauthenticated");
    return null;
  },
  dev: async call => {
    if (env.appEnv === "production") throw new AppError("not_found");
    return letAnybody(call);
  },
};

// Where no cookie counts, or not only one.
const checksOriginItself: ReadonlySet<Door> = new Set<Door>(["cron", "link", "internal"]);

/** Lets the caller in or throws: `unauthenticated`, `forbidden`, `read_only_view`, `bad_origin`, `not_found`. */
export async function enter<D extends Door>(door: D, call: Entering): Promise<Actors[D]> {
  if (!checksOriginItself.has(door)) requireSameOrigin(call.method, call.headers);
  try {
    return await doors[door](call);
  } catch (error) {
    if (error instanceof AppError && error.code === "forbidden") await noteRefused();
    throw error;
  }
}

/** Whoever is signed in and asks for what is not theirs to do is counted. */
async function noteRefused(): Promise<void> {
  const session = await ownSession();
  if (session) await noteRefusedRight(session.id);
}
