import { type AuditFact, audit } from "@/lib/platform/audit";
import { statement, type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { InviteEnd } from "../schema/invite";
import { type Circumstances, type MemberEvent, type MemberState, transition } from "../schema/transition";
import type { Act } from "./act";
import { logTry, type Try } from "./log-try";
import { whileAlone } from "./member-lock";
import { moveMember } from "./move-member";
import { illegalTransition } from "./refuse";

/** What befalls whom, by whose word. */
export type Happening = Pick<Act, "memberId" | "via" | "requestId" | "caller" | "before"> & {
  event: Exclude<MemberEvent, "partner_call" | "admin_activate" | "replace" | "deactivate" | "due">;
  /** The plan that it is about, for the log. */
  planId?: string | null;
  /** Nobody has asked for it and it comes again by itself: a refusal leaves no row in the log. */
  isChore?: boolean;
};

/** The member as it is held: nobody else changes it until the transaction ends. */
export type Held = { id: number; state: MemberState; to: MemberState; at: Date };

/** What an event writes beside the state, and what is told of it. */
export type Effect<T> = {
  result: T;
  /** The action of the audit row, `member.invited`. */
  action: AuditFact["action"];
  detail?: Record<string, unknown>;
  planId?: string | null;
  /** Audited before it: details that came along. */
  told?: readonly AuditFact[];
};

type Work<T> = {
  /** Looked at before anything moves; where it refuses nothing does, and what it has counted stays. What it throws takes that back too. */
  admit?: (tx: Tx) => Promise<AppError | null>;
  /** What the next state depends on; read from the held member's surroundings. */
  circumstances?: (tx: Tx) => Promise<Circumstances>;
  /** Why a link that was open ends with it; `superseded` unless said. */
  inviteEnds?: InviteEnd;
  /** Does what belongs to the event, after the member has moved. What it throws takes everything back. */
  apply: (tx: Tx, held: Held) => Promise<Effect<T>>;
};

type LoggedAs = Pick<Try, "from" | "to" | "code" | "planId" | "decision">;

const tryOf = ({ memberId, via, event, requestId }: Happening, startedMs: number, rest: LoggedAs): Try => ({
  ...{ memberId, event, requestId, startedMs, subscriptionId: null },
  ...{ door: via.door, actor: via.actor },
  ...rest,
});

/** A refusal with the state in which it was met. */
class Refused extends Error {
  constructor(
    readonly refusal: AppError,
    readonly from: MemberState,
  ) {
    super(refusal.code);
  }
}

async function hold(tx: Tx, id: number): Promise<{ state: MemberState; at: Date }> {
  const [held] = await tx.$queryRaw<{ state: MemberState; at: Date; isErased: boolean }[]>`
    SELECT state::text, app_now() AS at, erased_at IS NOT NULL AS "isErased" FROM member WHERE id = ${id} FOR NO KEY UPDATE`;
  if (!held || held.isErased) throw new AppError("not_found");
  return held;
}

async function happen<T>(tx: Tx, input: Happening, startedMs: number, work: Work<T>): Promise<Refused | { result: T }> {
  const { memberId, via, event, caller } = input;
  const before = (await input.before?.(tx)) ?? [];
  const { state, at } = await hold(tx, memberId);
  const refusal = await work.admit?.(tx);
  if (refusal) return new Refused(refusal, state);
  const to = transition(state, event, await work.circumstances?.(tx));
  if (to === null) throw new Refused(illegalTransition(state, via.door), state);
  await moveMember(tx, memberId, to, { inviteEnds: work.inviteEnds });
  const done = await work.apply(tx, { id: memberId, state, to, at }).catch((thrown: unknown) => {
    throw thrown instanceof AppError ? new Refused(thrown, state) : thrown;
  });
  const planId = done.planId ?? input.planId ?? null;
  const logged = { from: state, to, code: null, planId, decision: {} };
  await tx.$executeRaw(logTry(tryOf(input, startedMs, logged)));
  const detail = { door: via.door, from: state, to, ...(planId ? { planId } : {}), ...done.detail };
  const fact = { action: done.action, actor: via.actor, subject: { kind: "member", id: memberId }, detail, ...caller };
  // Last: the chain of the trail is held from the first row on.
  await audit(tx, ...before, ...(done.told ?? []), fact);
  return { result: done.result };
}

/** The refusal of who was not let in is thrown after the commit. */
async function happenAlone<T>(input: Happening, startedMs: number, work: Work<T>): Promise<T> {
  const done = await whileAlone(input, () => transaction("system", tx => happen(tx, input, startedMs, work)));
  if (done instanceof Refused) throw done;
  return done.result;
}

/**
 * Lets an event of the transition table befall a member that gives nobody a plan (those go through `activate`): under the member's lock the row is
 * held, the table asked, the member moved, and what belongs to the event written, with its try and its audit row in one transaction. Throws
 * `not_found`, `activation_in_progress`, `illegal_transition` with the state, and what `admit` and `apply` refuse; a refusal leaves its row in the log.
 */
export async function befall<T>(input: Happening, work: Work<T>): Promise<T> {
  const startedMs = performance.now();
  return happenAlone(input, startedMs, work).catch(async (thrown: unknown) => {
    const { refusal, from } = thrown instanceof Refused ? thrown : { refusal: thrown, from: null };
    if (refusal instanceof AppError && !input.isChore) {
      const logged = { from, to: null, code: refusal.code, planId: input.planId ?? null, decision: {} };
      await statement(logTry(tryOf(input, startedMs, logged)));
    }
    throw refusal;
  });
}

/** Takes back what an event has done, with what it came to. */
class TakenBack<T> extends Error {
  constructor(readonly result: T) {
    super("taken back");
  }
}

/** What the event would come to, found in a transaction that is taken back. Throws what `befall` throws, and leaves no row in the log. */
export async function rehearseEvent<T>(input: Happening, work: Work<T>): Promise<T> {
  const going = transaction("system", async tx => {
    const done = await happen(tx, input, performance.now(), work);
    throw done instanceof Refused ? done : new TakenBack(done.result);
  });
  return going.catch((thrown: unknown) => {
    if (thrown instanceof TakenBack) return thrown.result as T;
    throw thrown instanceof Refused ? thrown.refusal : thrown;
  });
}
