import { type AuditFact, audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, invalidInput } from "@/lib/platform/errors";
import type { ImportAct } from "../../schema/import";
import { activate } from "../activate";
import { addMember, type Teller } from "../add-member";
import { changeMember } from "../change-member";
import { findEmployee, findTold } from "../find-told";
import { holdContract, refuseClosed } from "../hold-contract";
import { inviteMember } from "../invite/invite-member";
import { changedDetails } from "./changed-details";
import type { ToldPerson } from "./read-people";
import { holdPlace, type Place, type RowResult, recordRow } from "./record-row";

/** An import whose rows are being taken: under which contract, what is done, and by whose word. */
export type Taking = {
  importId: number;
  contract: { id: string; region: string | null };
  act: ImportAct;
  planId: string | null;
  startedBy: number;
};

/** Somebody of a file, looked for under the contract; of somebody new the id is the one that they will have. */
type Found = { id: number; isNew: boolean; primaryMemberId: number | undefined; isDone: boolean };

/** Between looking for somebody and making them somebody else has. */
class MadeMeanwhile extends Error {}

const mostTries = 3;

async function findPrimary(tx: Tx, { contract }: Taking, { primary }: ToldPerson): Promise<number | undefined> {
  if (primary === null) return undefined;
  const id = await findEmployee(tx, contract, primary);
  const field = primary.phoneNumber ? "primaryPhone" : "primaryEmail";
  if (id === null) throw invalidInput([{ field, code: "unknown_member", message: "memberUnknown" }]);
  return id;
}

async function find(tx: Tx, taking: Taking, person: ToldPerson): Promise<Found> {
  const primaryMemberId = await findPrimary(tx, taking, person);
  const member = { ...person.details, relation: person.relation, primaryMemberId };
  const place = { parentSubscriptionId: taking.contract.id, planSubscriptionId: taking.planId ?? "" };
  const { id, isNew } = await findTold(tx, { ...place, mode: "direct", member });
  const where = { memberId: id, planSubscriptionId: place.planSubscriptionId, endedAt: null };
  const hasPlan = !isNew && (await tx.memberSubscription.count({ where })) > 0;
  const isInvited = !isNew && taking.act === "invite" && (await tx.memberInvite.count({ where })) > 0;
  return { id, isNew, primaryMemberId, isDone: hasPlan || isInvited };
}

type Written = { outcome: "added" | "changed" | "unchanged"; facts: AuditFact[] };

/** Writes what a row tells of somebody: makes them, or changes what is told otherwise than it is kept. */
async function write(tx: Tx, taking: Taking, person: ToldPerson, found: Found): Promise<Written> {
  const { details, relation } = person;
  const { contract, startedBy } = taking;
  const teller: Teller = { actor: { kind: "user", id: startedBy }, region: contract.region ?? undefined };
  if (!found.isNew) {
    const changed = await changeMember(
      tx,
      teller,
      found.id,
      await changedDetails(tx, found.id, details, teller.region),
    );
    return changed ? { outcome: "changed", facts: [changed.fact] } : { outcome: "unchanged", facts: [] };
  }
  const { id, primaryMemberId } = found;
  const made = await addMember(tx, teller, {
    id,
    parentSubscriptionId: contract.id,
    relation,
    primaryMemberId,
    details,
  });
  if (!made) throw new MadeMeanwhile();
  return { outcome: "added", facts: [made.fact] };
}

async function add(taking: Taking, place: Place, person: ToldPerson, found: Found): Promise<void> {
  await transaction("system", async tx => {
    await holdPlace(tx, place);
    refuseClosed(await holdContract(tx, taking.contract.id));
    const { outcome, facts } = await write(tx, taking, person, found);
    await recordRow(tx, place, { outcome, number: found.id });
    await audit(tx, ...facts);
  });
}

// Told and recorded in the transaction of the plan or the link: a row is done with all of it, or not at all.
async function give(taking: Taking, place: Place, person: ToldPerson, found: Found): Promise<void> {
  const isInvite = taking.act === "invite";
  const before = async (tx: Tx) => {
    await holdPlace(tx, place);
    const { facts } = await write(tx, taking, person, found);
    await recordRow(tx, place, { outcome: isInvite ? "invited" : "activated", number: found.id });
    return facts;
  };
  const act = {
    ...{ memberId: found.id, planId: taking.planId ?? "", before },
    via: { door: "admin" as const, actor: { kind: "user" as const, id: taking.startedBy } },
    requestId: `import ${place.importId} line ${place.line}`,
  };
  await (isInvite ? inviteMember(act) : activate(act));
}

async function takeOnce(taking: Taking, place: Place, person: ToldPerson): Promise<void> {
  const found = await transaction("system", tx => find(tx, taking, person));
  // Who has the plan or its link keeps it, and what else is told of them is written.
  if (taking.act === "add" || found.isDone) return add(taking, place, person, found);
  return give(taking, place, person, found);
}

/** Records what became of a row where nothing else is written. */
export const recordAlone = (place: Place, result: RowResult): Promise<void> =>
  transaction("system", async tx => {
    await holdPlace(tx, place);
    await recordRow(tx, place, result);
  });

/**
 * Does with somebody what the import is for, and records it in the same transaction. Throws what refuses them, and PlaceLost where the row is not
 * ours to take any more.
 */
export async function takePerson(taking: Taking, place: Place, person: ToldPerson): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      return await takeOnce(taking, place, person);
    } catch (thrown) {
      if (!(thrown instanceof MadeMeanwhile)) throw thrown;
      if (tries === mostTries) throw new AppError("unavailable", { retryAfterSeconds: 1 });
    }
}
