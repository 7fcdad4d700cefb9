import type { AuditFact } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError } from "@/lib/platform/errors";
import type { InternalActor } from "@/lib/platform/http/door";
import type { RequestFacts } from "@/lib/platform/http/facts";
import type { ActivationResult } from "../schema/activation";
import type { DirectActivation } from "../schema/direct";
import type { Act } from "./act";
import { activate } from "./activate";
import { addMember, type Teller } from "./add-member";
import { changeMember } from "./change-member";
import { findOrLog } from "./find-or-log";
import { type FoundMember, findTold } from "./find-told";
import { explainInvite } from "./invite/explain-invite";
import { inviteMember } from "./invite/invite-member";

/** Who calls from inside, and how. */
export type DirectCall = {
  actor: InternalActor;
  call: Pick<RequestFacts, "requestId" | "address" | "agent">;
  isDryRun: boolean;
};

/** Somebody who was asked aboard. */
type Invited = { state: "invited"; decision?: undefined };

/** What the call came to, and whether the member had to be made for it. */
export type DirectResult = (ActivationResult | Invited) & { isNew: boolean };

/** Between looking for somebody and making them somebody else has. */
class MadeMeanwhile extends Error {}

const mostTries = 3;

/** Writes what was told of somebody, in the transaction that activates them: both hold, or neither. Returns what is to be audited. */
async function tell(
  tx: Tx,
  { id, isNew, region }: FoundMember,
  { parentSubscriptionId, member, joiningDate }: DirectActivation,
  { actor, call }: DirectCall,
): Promise<AuditFact[]> {
  const { relation, primaryMemberId, ...told } = member ?? {};
  const details = { ...told, ...(joiningDate === undefined ? {} : { joiningDate }) };
  const teller: Teller = { actor, address: call.address, agent: call.agent, region: region ?? undefined };
  if (!isNew) {
    const changed = await changeMember(tx, teller, id, details);
    return changed ? [changed.fact] : [];
  }
  const made = await addMember(tx, teller, { id, parentSubscriptionId, relation, primaryMemberId, details });
  if (!made) throw new MadeMeanwhile();
  return [made.fact];
}

const ofTheCall: ReadonlySet<string> = new Set([
  "parentSubscriptionId",
  "planSubscriptionId",
  "memberId",
  "joiningDate",
]);

function placeOf(field: string, { member, planId }: DirectActivation): string {
  if (field === "planSubscriptionId") return planId === undefined ? field : "planId";
  const isInPlace = !member || ofTheCall.has(field) || field.startsWith("member.");
  return isInPlace ? field : `member.${field}`;
}

/** Faults of details stand where the details were told, those of the plan under the name that it was given. */
function withPlaces(thrown: unknown, body: DirectActivation): unknown {
  if (!(thrown instanceof AppError) || thrown.errors.length === 0) return thrown;
  const place = (fault: FieldError) => ({ ...fault, field: placeOf(fault.field, body) });
  const { code, data, retryAfterSeconds } = thrown;
  const message = thrown.hasOwnMessage ? thrown.message : undefined;
  const errors = thrown.errors.map(place);
  return new AppError(code, { message, errors, data: data ?? undefined, retryAfterSeconds, cause: thrown });
}

async function tryOnce(body: DirectActivation, direct: DirectCall): Promise<DirectResult> {
  const { actor, call, isDryRun } = direct;
  const via = { door: "direct" as const, actor };
  const { planSubscriptionId: planId, mode } = body;
  const event = mode === "invite" ? ("invite" as const) : ("admin_activate" as const);
  const naming = { via, event, planId, requestId: call.requestId };
  const look = () => transaction("system", tx => findTold(tx, body));
  const found = await (isDryRun ? look() : findOrLog(naming, look));
  const { isNew } = found;
  const input: Act = {
    ...{ memberId: found.id, planId, via, requestId: call.requestId },
    before: tx => tell(tx, found, body, direct),
    caller: { address: call.address, agent: call.agent },
  };
  if (mode === "direct") return { ...(await activate({ ...input, dryRun: isDryRun })), isNew };
  if (isDryRun) return { ...(await explainInvite(input)), isNew };
  await inviteMember(input);
  return { state: "invited", isNew };
}

/**
 * Gives a member of a contract a plan at once, or asks them aboard. Whoever is told of is found there by number or address, and made where nobody is; what was told is kept
 * if they get the plan or the invite, and otherwise not. Throws what `findTold` and `activate` or `inviteMember` throw, with the place of each fault in the body.
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
