import { audit } from "@/lib/platform/audit";
import type { SessionUser } from "@/lib/platform/auth/session";
import { now } from "@/lib/platform/clock";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { getOnboarding, type OnboardingRow } from "@/lib/platform/flow/onboarding";
import { resumeOnboarding, skipOnboarding } from "@/lib/platform/flow/skip";
import type { StoreResume, StoreSkip } from "../schema";
import { type StatusView, toStatusView } from "../view/onboarding";
import { tellOwner } from "./tell-owner";

type Order<T> = { actor: Pick<SessionUser, "id">; code: string; input: T; caller: { address: string; agent: string } };
type Locked = { id: number; ownerId: number | null; onboarding: OnboardingRow };

async function lockStore(tx: Tx, code: string): Promise<Locked> {
  const store = await tx.store.findUnique({ where: { code }, select: { id: true, ownerId: true } });
  if (!store) throw new AppError("not_found");
  return { ...store, onboarding: await lockOnboarding(tx, "store", store.id) };
}

async function act<T>(order: Order<T>, action: string, work: (tx: Tx, store: Locked) => Promise<object>) {
  const { actor, code, caller } = order;
  const onboarding = await transaction("system", async tx => {
    const store = await lockStore(tx, code);
    const detail = await work(tx, store);
    const changed = await getOnboarding(tx, "store", store.id);
    const who = { actor: { kind: "user", id: actor.id }, subject: { kind: "store", id: store.id } } as const;
    await audit(tx, { action, ...who, detail: { ...detail }, ...caller });
    return changed;
  });
  return toStatusView(onboarding, { at: await now(), storeCode: code });
}

/** Lets a store into its shop before its set-up is finished, for good or until a time. Throws `not_found`, `illegal_transition` or `invalid_input`. */
export const skipStore = (order: Order<StoreSkip>): Promise<StatusView> =>
  act(order, "store.onboarding_skipped", async (tx, { id, ownerId, onboarding }) => {
    if (ownerId === null) throw new AppError("illegal_transition", { message: "notVerified" });
    const { reason } = order.input;
    const until = order.input.until ? new Date(order.input.until) : null;
    await skipOnboarding(tx, onboarding, { actorId: order.actor.id, reason, until });
    await tellOwner(tx, id, { kind: "store_skipped", place: "dashboard" });
    return { reason, until: until?.toISOString() ?? null };
  });

/** Closes the gate of a skipped store again: its set-up goes on where it was. Throws `not_found` or `illegal_transition`. */
export const resumeStore = (order: Order<StoreResume>): Promise<StatusView> =>
  act(order, "store.onboarding_resumed", async (tx, { id, onboarding }) => {
    await resumeOnboarding(tx, onboarding);
    await tellOwner(tx, id, { kind: "store_resumed", place: "onboarding" });
    return { reason: order.input.reason ?? null };
  });

const mostAtOnce = 100;

/** Takes back the skips whose time is over, as the gate did at that very moment; returns how many. */
export async function endDueSkips(tx: Tx): Promise<number> {
  const due = await tx.$queryRaw<{ id: number; storeId: number }[]>`
    SELECT id, store_id AS "storeId" FROM onboarding
    WHERE kind = 'store' AND status = 'skipped' AND skipped_until <= app_now() ORDER BY id LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED`;
  for (const { id, storeId } of due) {
    await resumeOnboarding(tx, { id, status: "skipped" });
    await tellOwner(tx, storeId, { kind: "store_skip_ended", place: "onboarding" });
  }
  for (const { storeId } of due) {
    const subject = { kind: "store", id: storeId };
    await audit(tx, { action: "store.onboarding_skip_ended", actor: { kind: "system" }, subject });
  }
  return due.length;
}
