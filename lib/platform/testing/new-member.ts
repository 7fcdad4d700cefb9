import type { MemberDetails } from "@/lib/members/schema/member";
import { activate, type Proof } from "@/lib/members/service/activate";
import { createMember, type NewMember } from "@/lib/members/service/add-member";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

type PlanTold = {
  coreOffering?: string;
  seats?: number;
  requiresKyc?: boolean;
  allowsDirect?: boolean;
  allowsAuto?: boolean;
  startsOn?: Date;
  endsOn?: Date;
};
let made = 0;

/** A contract that has begun, with plans `plan_<name><number>` of the given core offerings (health unless said); returns the ids by name. */
export async function newContract<Name extends string>(plans: Record<Name, PlanTold>) {
  const number = ++made;
  const createdAt = new Date();
  const contract = { id: `sub_test_${number}`, startsOn: new Date("2026-01-01"), createdAt };
  await transaction("system", async tx => {
    const employer = await tx.employer.create({ data: { name: `Employer ${number}`, createdAt } });
    await tx.parentSubscription.create({ data: { ...contract, employerId: employer.id } });
    const rows = Object.entries<PlanTold>(plans).map(([name, { coreOffering = "health", ...rest }]) => ({
      ...{ id: `plan_${name}${number}`, name, coreOffering, parentSubscriptionId: contract.id, createdAt, ...rest },
    }));
    await tx.planSubscription.createMany({ data: rows });
  });
  const ids = Object.fromEntries(Object.keys(plans).map(name => [name, `plan_${name}${number}`]));
  return { id: contract.id, plans: ids as Record<Name, string> };
}

let people = 0;

/** Details of somebody else each time, all that a plan without papers asks for. */
export function newPerson(): MemberDetails & { emailId: string; phoneNumber: string } {
  const number = String(++people).padStart(4, "0");
  const phoneNumber = `+91984501${number}`;
  return { name: "Meera Iyer", dob: "1990-05-31", gender: "F", phoneNumber, emailId: `meera${number}@example.com` };
}

/** Makes somebody under a contract, in state draft; returns the number. */
export const newMember = (contractId: string, told: Partial<Omit<NewMember, "parentSubscriptionId">> = {}) =>
  createMember({ actor: { kind: "system" } }, { details: newPerson(), ...told, parentSubscriptionId: contractId });

/** One proof for each door that activates out of draft. */
export const proofs = {
  direct: { door: "direct", actor: { kind: "system" } },
  admin: { door: "admin", actor: { kind: "user", id: 1 } },
  partner: { door: "partner", actor: { kind: "partner", id: "acct_test" }, allowsReplacement: false },
  replacing: { door: "partner", actor: { kind: "partner", id: "acct_test" }, allowsReplacement: true },
  auto: { door: "auto", actor: { kind: "system" } },
  invite: { door: "invite", actor: { kind: "anonymous" } },
} as const satisfies Record<string, Proof>;

/** Asks for a plan at a door. */
export const ask = (
  memberId: number,
  planId: string,
  via: Proof,
  more: { dryRun?: boolean; requestId?: string } = {},
) => activate({ memberId, planId, via, requestId: "req_test", ...more });

/** Puts a member into a state that no act of the test has brought about. */
export const placeIn = (memberId: number, state: string) =>
  transaction("system", tx => tx.$executeRaw`UPDATE member SET state = ${state}::"MemberState" WHERE id = ${memberId}`);

/** The refusal of something that must be refused. */
export async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => new Error("nothing was refused"),
    (error: unknown) => error,
  );
  if (thrown instanceof AppError) return thrown;
  throw thrown;
}
