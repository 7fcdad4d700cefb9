import type { AuditFact } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError } from "@/lib/platform/errors";
import type { InternalActor } from "@/lib/platform/http/door";
import type { RequestFacts } from "@/lib/platform/http/facts";
import type { ActivationResult } from "../schema/activation";
import type { DirectActivation } from "../schema/direct";
import { activate } from "./activate";
import { addMember, type Teller } from "./add-member";
import { changeMember } from "./change-member";
import { findOrLog } from "./find-or-log";
import { type FoundMember, findTold } from "./find-told";

/** Who calls from inside, and how. */
export type DirectCall = {
  actor: InternalActor;
  call: Pick<RequestFacts, "requestId" | "address" | "agent">;
  isDryRun: boolean;
};

/** What the activation came to, and whether the member had to be made for it. */
export type DirectResult = ActivationResult & { isNew: boolean };

/** Between looking for somebody and making them somebody else has. */
class MadeMeanwhile extends Error {}

const mostTries = 3;

/** Writes what was told of somebody, in the transaction that activates them: both hold, or neither. Returns what is to be audited. */
async function tell(
  tx: Tx,
  { id, isNew, region }: FoundMember,
  { parentSubscriptionId, member }: DirectActivation,
  { actor, call }: DirectCall,
): Promise<AuditFact[]> {
  if (!member) return [];
  const { relation, primaryMemberId, ...details } = member;
  const teller: Teller = { actor, address: call.address, agent: call.agent, region: region ?? undefined };
  if (!isNew) {
    const changed = await changeMember(tx, teller, id, details);
    return changed ? [changed.fact] : [];
  }
  const made = await addMember(tx, teller, { id, parentSubscriptionId, relation, primaryMemberId, details });
  if (!made) throw new MadeMeanwhile();
  return [made.fact];
}

const ofTheCall: ReadonlySet<string> = new Set(["parentSubscriptionId", "planSubscriptionId", "memberId"]);

/** Faults of details stand where the details were told. */
function withPlaces(thrown: unknown, { member }: DirectActivation): unknown {
  if (!member || !(thrown instanceof AppError) || thrown.errors.length === 0) return thrown;
  const place = (fault: FieldError) =>
    ofTheCall.has(fault.field) || fault.field.startsWith("member.")
      ? fault
      : { ...fault, field: `member.${fault.field}` };
  const { code, data, retryAfterSeconds } = thrown;
  const message = thrown.hasOwnMessage ? thrown.message : undefined;
  const errors = thrown.errors.map(place);
  return new AppError(code, { message, errors, data: data ?? undefined, retryAfterSeconds, cause: thrown });
}

async function tryOnce(body: DirectActivation, direct: DirectCall): Promise<DirectResult> {
  const { actor, call, isDryRun } = direct;
  const via = { door: "direct" as const, actor };
  const { planSubscriptionId: planId } = body;
  const naming = { via, event: "admin_activate" as const, planId, requestId: call.requestId };
  const look = () => transaction("system", tx => findTold(tx, body));
  const found = await (isDryRun ? look() : findOrLog(naming, look));
  const result = await activate({
    memberId: found.id,
    planId,
    via,
    before: tx => tell(tx, found, body, direct),
    requestId: call.requestId,
    caller: { address: call.address, agent: call.agent },
    dryRun: isDryRun,
  });
  return { ...result, isNew: found.isNew };
}

/**
 * Gives a member of a contract a plan at once. Whoever is told of is found there by number or address, and made where nobody is; what was told is kept
 * if they get the plan, and otherwise not. Throws what `findTold` and `activate` throw, with the place of each fault in the body.
 */
export async function activateDirectly(body: DirectActivation, direct: DirectCall): Promise<DirectResult> {
  for (let tries = 1; ; tries++) {
    try {
      return await tryOnce(body, direct);
    } catch (thrown) {
      if (!(thrown instanceof MadeMeanwhile)) throw withPlaces(thrown, body);
      if (tries === mostTries) throw new AppError("unavailable", { retryAfterSeconds: 1 });
    }
  }
}
