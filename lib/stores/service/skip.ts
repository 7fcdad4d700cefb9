import { type AuditFact, audit } from "@/lib/platform/audit";
import type { SessionUser } from "@/lib/platform/auth/session";
import { now } from "@/lib/platform/clock";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { resumeRun } from "@/lib/platform/flow/end-run";
import { getOnboarding, type OnboardingRow } from "@/lib/platform/flow/onboarding";
import { resumeOnboarding, skipOnboarding } from "@/lib/platform/flow/skip";
import { nudge } from "@/lib/platform/flow/start-run";
import type { StoreResume, StoreSkip } from "../schema";
import { type StatusView, toStatusView } from "../view/onboarding";
import { importQueue } from "./import-queue";
import { awaitedKey } from "./key-wait";
import { tellOwner } from "./tell-owner";

/** `which`: by the code of the store, or by the id of its onboarding. */
type Order<T> = {
  actor: Pick<SessionUser, "id">;
  which: { code: string } | { id: number };
  input: T;
  caller: { address: string; agent: string };
};
type Locked = { id: number; code: string; ownerId: number | null; onboarding: OnboardingRow };

async function lockStore(tx: Tx, which: Order<unknown>["which"]): Promise<Locked> {
  const where = "code" in which ? which : { onboarding: which };
  const store = await tx.store.findFirst({ where, select: { id: true, code: true, ownerId: true } });
  if (store) return { ...store, onboarding: await lockOnboarding(tx, "store", store.id) };
  const isOther = "id" in which && (await tx.onboarding.count({ where: which })) > 0;
  throw new AppError(isOther ? "illegal_transition" : "not_found");
}

type Done = { action: AuditFact["action"]; detail: object };

async function act<T>({ actor, which, caller }: Order<T>, work: (tx: Tx, store: Locked) => Promise<Done>) {
  const { onboarding, storeCode } = await transaction("system", async tx => {
    const store = await lockStore(tx, which);
    const { action, detail } = await work(tx, store);
    const changed = await getOnboarding(tx, "store", store.id);
    const who = { actor: { kind: "user", id: actor.id }, subject: { kind: "store", id: store.id } } as const;
    await audit(tx, { action, ...who, detail: { ...detail }, ...caller });
    return { onboarding: changed, storeCode: store.code };
  });
  return toStatusView(onboarding, { at: await now(), storeCode });
}

/** Lets a store into its shop before its set-up is finished, for good or until a time. Throws `not_found`, `illegal_transition` or `invalid_input`. */
export const skipStore = (order: Order<StoreSkip>): Promise<StatusView> =>
  act(order, async (tx, { id, ownerId, onboarding }) => {
    if (ownerId === null) throw new AppError("illegal_transition", { message: "notVerified" });
    const { reason } = order.input;
    const until = order.input.until ? new Date(order.input.until) : null;
    await skipOnboarding(tx, onboarding, { actorId: order.actor.id, reason, until });
    await tellOwner(tx, id, { kind: "store_skipped", place: "dashboard" });
    return { action: "store.onboarding_skipped", detail: { reason, until: until?.toISOString() ?? null } };
  });

/**
 * Closes the gate of a skipped store again: its set-up goes on where it was. Of one that is not skipped, an import that waits is tried again:
 * should what it waits for still be missing, it waits on. Throws `not_found` or `illegal_transition`.
 */
export const resumeStore = (order: Order<StoreResume>): Promise<StatusView> =>
  act(order, async (tx, { id, onboarding }) => {
    const detail = { reason: order.input.reason ?? null };
    if (onboarding.status !== "skipped" && (await resumeRun(tx, onboarding.id, awaitedKey))) {
      await nudge(tx, importQueue, onboarding.id);
      return { action: "store.import_resumed", detail };
    }
    await resumeOnboarding(tx, onboarding);
    await tellOwner(tx, id, { kind: "store_resumed", place: "onboarding" });
    return { action: "store.onboarding_resumed", detail };
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
