import type { AuditFact } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { RequestFacts } from "@/lib/platform/http/facts";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import type { ActivationResult } from "../../schema/activation";
import type { PartnerActivation } from "../../schema/partner";
import { isAboutWhom, type PartnerExplained, toPartnerExplained, toPartnerRefused } from "../../view/partner";
import { activate } from "../activate";
import { makeMember, type Teller } from "../add-member";
import { changeMember } from "../change-member";
import { findOrLog } from "../find-or-log";
import { toTaken } from "../taken";
import { type FoundPerson, findPerson } from "./find-person";

type Call = Pick<RequestFacts, "requestId" | "address" | "agent">;
type Told = { actor: PartnerActor; body: PartnerActivation; call: Call };

/** Between finding somebody and acting on them somebody else has made or taken them: they are looked for again. */
class PersonMoved extends Error {}

const mostTries = 3;

/** Makes the one who was found the partner's own; throws where they have come to be somebody's. Returns what is to be audited. */
async function adopt(tx: Tx, { id }: FoundPerson, { actor, body }: Told, by: Teller): Promise<AuditFact> {
  const adopted = await tx.$executeRaw`
    UPDATE member SET partner_account_id = ${actor.accountId}, partner_user_id = ${body.partnerUserId}
    WHERE id = ${id} AND partner_account_id IS NULL AND erased_at IS NULL`.catch((thrown: unknown) => {
    throw toTaken(thrown) === thrown ? thrown : new PersonMoved();
  });
  if (adopted === 0) throw new PersonMoved();
  const { actor: who, address, agent } = by;
  const detail = { accountId: actor.accountId };
  return { action: "member.adopted", actor: who, subject: { kind: "member", id }, detail, address, agent };
}

/** Writes what the partner says of somebody, in the transaction that activates them: both hold, or neither. Returns what is to be audited. */
async function tell(tx: Tx, person: FoundPerson, told: Told): Promise<AuditFact[]> {
  const { actor, call } = told;
  const { partnerUserId, planSubscriptionId: _, ...details } = told.body;
  const { address, agent } = call;
  const region = actor.defaultRegion ?? undefined;
  const teller: Teller = { actor: { kind: "partner", id: actor.accountId }, address, agent, region };
  if (person.knownBy === "new") {
    const partner = { accountId: actor.accountId, userId: partnerUserId };
    const { contractId: parentSubscriptionId, id } = person;
    const made = await makeMember(tx, teller, { id, parentSubscriptionId, partner, details });
    if (!made) throw new PersonMoved();
    return [made.fact];
  }
  const adopted = person.knownBy === "partner_user_id" ? [] : [await adopt(tx, person, told, teller)];
  const changed = await changeMember(tx, teller, person.id, details);
  return changed ? [...adopted, changed.fact] : adopted;
}

type Acted = { result: ActivationResult; person: FoundPerson };

async function act(told: Told, dryRun: boolean): Promise<Acted> {
  const { actor, body, call } = told;
  const { accountId, allowsReplacement } = actor;
  const via = { door: "partner" as const, actor: { kind: "partner" as const, id: accountId }, allowsReplacement };
  const { planSubscriptionId: planId } = body;
  const look = () => findPerson(actor, body);
  const naming = { via, event: "partner_call" as const, planId, requestId: call.requestId };
  for (let tries = 1; ; tries++) {
    const person = await (dryRun ? look() : findOrLog(naming, look));
    try {
      const result = await activate({
        memberId: person.id,
        planId,
        via,
        before: tx => tell(tx, person, told),
        requestId: call.requestId,
        caller: { address: call.address, agent: call.agent },
        dryRun,
      });
      return { result, person };
    } catch (thrown) {
      if (!(thrown instanceof PersonMoved)) throw thrown;
      if (tries === mostTries) throw new AppError("unavailable", { retryAfterSeconds: 1 });
    }
  }
}

/**
 * Gives somebody the plan that their partner names, and keeps what the partner says of them, both or neither. Somebody new is made, and an employee
 * who waits for an invitation becomes the partner's. Throws what `findPerson` and `activate` throw.
 */
export async function activatePerson(actor: PartnerActor, body: PartnerActivation, call: Call) {
  const { result } = await act({ actor, body, call }, false);
  if (result.subscriptionId === null) throw new Error("a partner's activation began nothing");
  return { subscriptionId: result.subscriptionId, status: "activated" as const };
}

/** Tells what `activatePerson` would do with the same call and why, by doing it in a transaction that is taken back. */
export async function explainActivation(
  actor: PartnerActor,
  body: PartnerActivation,
  call: Call,
): Promise<PartnerExplained> {
  try {
    const { result, person } = await act({ actor, body, call }, true);
    const email = body.emailId === undefined ? person.email : body.emailId;
    return toPartnerExplained(result.decision, { actor, knownBy: person.knownBy, email });
  } catch (thrown) {
    if (!(thrown instanceof AppError && isAboutWhom(thrown.errors))) throw thrown;
    return toPartnerRefused(actor, thrown.errors);
  }
}
