import { audit } from "../audit";
import { isAdmin } from "../auth/policy";
import { safePath } from "../auth/safe-path";
import type { Place } from "../auth/schema";
import type { SessionUser } from "../auth/session";
import { Prisma, type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError, invalidInput } from "../errors";
import { type Budget, spend } from "../rate-limit";
import { endLook } from "./end";
import { lookedAtMail, lookedAtSms, noticesPlace, pointedMail, pointedSms } from "./messages";
import { asViewed } from "./queries";
import type { PointerSent, PointerStart, ViewBegun, ViewStart } from "./schema";
import { type Told, tellPerson } from "./tell";

const minutes = 30;
type Caller = { address: string; agent: string };
type Target = Told & { name: string | null; disabledAt: Date | null; roles: SessionUser["roles"] };

/** The places of somebody, as the gatherer of all kinds lists them. */
type ListPlaces = (person: SessionUser) => Promise<Place[]>;

const refused = (message: string) => new AppError("illegal_transition", { message });
const hourly = (key: string, limit: number): Budget => ({
  key,
  limit: Math.ceil(limit * env.rateLimitScale),
  windowSeconds: 3600,
});

async function spendOrThrow(tx: Tx, budgets: Budget[]): Promise<void> {
  const spent = await spend(tx, budgets);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

async function findTarget(tx: Tx, id: number): Promise<Target> {
  const [target] = await tx.$queryRaw<Target[]>`
    SELECT u.id, u.name, u.phone_number AS "phoneNumber", u.email, u.email_confirmed AS "emailConfirmed", u.disabled_at AS "disabledAt",
      (SELECT coalesce(json_agg(json_build_object('role', r.role, 'storeId', r.store_id) ORDER BY r.id), '[]') FROM user_roles r WHERE r.user_id = u.id) AS roles
    FROM "user" u WHERE u.id = ${id} AND (u.phone_number IS NOT NULL OR u.email IS NOT NULL)`;
  if (!target) throw new AppError("not_found");
  return target;
}

/** Whose pages may be looked at: nobody's whom the desk knows as staff, not one's own, and no closed account's. */
function requireSeeable(actor: SessionUser, { id, roles, disabledAt }: Target): void {
  if (id === actor.id) throw refused("viewNotYourself");
  if (roles.some(({ role }) => role === "admin" || role === "operator")) throw refused("viewNoStaff");
  if (disabledAt) throw refused("viewDisabled");
}

function choose(places: readonly Place[], { role, storeId, customerId }: ViewStart): Place {
  const [only, ...others] = places;
  if (!only) throw refused("viewNothing");
  if (role === undefined && others.length === 0) return only;
  const found = places.find(one => one.role === role && one.storeId === storeId && one.customerId === customerId);
  if (found) return found;
  throw invalidInput([{ field: "role", code: role === undefined ? "required" : "unknown", message: "viewPlace" }]);
}

type Start = { actor: SessionUser; id: number; input: ViewStart; caller: Caller; listPlaces: ListPlaces };

/**
 * Begins a look: for half an hour this session reads with the person's eyes and changes nothing. The person is told, and it is in the audit trail. Only
 * an admin may. Throws `not_found`, `illegal_transition` and `invalid_input`.
 */
export async function beginView({ actor, id, input, caller, listPlaces }: Start): Promise<ViewBegun> {
  if (!isAdmin(actor)) throw new AppError("forbidden");
  const target = await transaction("system", tx => findTarget(tx, id));
  requireSeeable(actor, target);
  const place = choose(await listPlaces(asViewed(target)), input);
  const { reason } = input;
  const cameFrom = safePath(input.from, `/admin/people/${id}`);
  return transaction("system", async tx => {
    // Between the look at them and now they may have become staff, or their account may have been closed.
    const [actorRow] = await tx.$queryRaw<object[]>`
      SELECT u.id FROM "user" u JOIN session s ON s.user_id = u.id AND s.id = ${actor.sid} AND s.ended_at IS NULL
      WHERE u.id = ${actor.id} AND u.disabled_at IS NULL AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = 'admin') FOR UPDATE OF s`;
    if (!actorRow) throw new AppError("forbidden");
    await tx.$executeRaw`SELECT FROM "user" WHERE id = ${id} FOR SHARE`;
    requireSeeable(actor, await findTarget(tx, id));
    await spendOrThrow(tx, [hourly(`view-as:${id}`, 12)]);
    await endLook(tx, Prisma.sql`v.session_id = ${actor.sid}`);
    const [made] = await tx.$queryRaw<{ id: number; endsAt: Date }[]>`
      INSERT INTO view_as (session_id, admin_id, person_id, role, in_store, in_customer, reason, came_from, began_at, ends_at)
      VALUES (${actor.sid}, ${actor.id}, ${id}, ${place.role}::"RoleName", ${place.storeId}, ${place.customerId}, ${reason},
        ${/^\/admin(\/|$|\?)/.test(cameFrom) ? cameFrom : `/admin/people/${id}`}, app_now(), app_now() + make_interval(mins => ${minutes}))
      RETURNING id, ends_at AS "endsAt"`;
    if (!made) throw new AppError("internal");
    await tellPerson(tx, target, {
      notice: { kind: "viewed_as", values: { reason, minutes }, href: noticesPlace },
      mail: () => lookedAtMail(reason, minutes),
      sms: () => lookedAtSms(reason, minutes),
      key: `view-as:${made.id}`,
    });
    const { role, storeId, customerId } = place;
    await audit(tx, {
      action: "people.view_began",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "user", id },
      detail: { view: made.id, reason, role, storeId, customerId, minutes },
      ...caller,
    });
    return { id: made.id, endsAt: made.endsAt.toISOString(), redirectTo: place.redirectTo };
  });
}

// Where the admin came from when they last looked at a person.
async function findLast(tx: Tx, adminId: number, personId: number): Promise<{ cameFrom: string }> {
  const where = { adminId, personId, endedAt: { not: null } };
  const last = await tx.viewAs.findFirst({ where, orderBy: { id: "desc" }, select: { cameFrom: true } });
  if (!last) throw new AppError("not_found");
  return last;
}

/** Ends this session's look at a person; ending one that is over already is fine. Returns where the admin came from. Throws `not_found` where they never looked. */
export async function endView({ actor, id }: { actor: SessionUser; id: number }): Promise<{ redirectTo: string }> {
  return transaction("system", async tx => {
    const mine = Prisma.sql`v.session_id = ${actor.sid} AND v.person_id = ${id}`;
    const { cameFrom } = (await endLook(tx, mine))[0] ?? (await findLast(tx, actor.id, id));
    return { redirectTo: cameFrom };
  });
}

type Point = { actor: SessionUser; id: number; input: PointerStart; caller: Caller };

/** The address of a field, with the pointer that brings its note. */
const linkOf = (place: string, field: string, pointer: number) =>
  `${place}${place.includes("?") ? "&" : "?"}pointer=${pointer}#field-${field}`;

/** Sends the person whom this session looks at a link to exactly one field, with a note. Throws `not_found` without such a look, and `rate_limited`. */
export async function sendPointer({ actor, id, input, caller }: Point): Promise<PointerSent> {
  const { look } = actor;
  if (!isAdmin(actor) || look?.person.id !== id) throw new AppError("not_found");
  const { place, field } = input;
  const note = input.note || null;
  return transaction("system", async tx => {
    const target = await findTarget(tx, id);
    await spendOrThrow(tx, [hourly(`pointers:${id}`, 10)]);
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO field_pointer (view_id, person_id, place, field, note, created_at)
      SELECT v.id, v.person_id, ${place}, ${field}, ${note}, app_now() FROM view_as v
      WHERE v.id = ${look.id} AND v.ended_at IS NULL AND v.ends_at > app_now() RETURNING id`;
    if (!made) throw new AppError("not_found");
    const link = linkOf(place, field, made.id);
    await tellPerson(tx, target, {
      notice: { kind: "pointed_at", values: { note: note ?? "", hasNote: note ? "yes" : "no" }, href: link },
      mail: () => pointedMail(link, note ?? ""),
      sms: () => pointedSms(link, note ?? ""),
      key: `pointer:${made.id}`,
    });
    await audit(tx, {
      action: "people.pointed",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "user", id },
      detail: { view: look.id, pointer: made.id, place, field },
      ...caller,
    });
    return { id: made.id, link };
  });
}
