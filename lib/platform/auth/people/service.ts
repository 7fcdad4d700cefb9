import { audit } from "../../audit";
import { type Tx, transaction } from "../../db";
import { AppError } from "../../errors";
import { forget } from "../../rate-limit";
import { endChallenges } from "../challenge-store";
import type { Caller } from "../service";
import type { SessionUser } from "../session";
import { endEverything } from "../sign-out";
import { getPerson } from "./queries";
import type { PersonDetail, PersonReason } from "./schema";
import { aliveChallenges, identifiersOf, personalKeys } from "./sign-in-state";

/** What an admin may do to somebody's account. */
export type Act = "disable" | "enable" | "sign_out" | "unblock";

type Target = {
  id: number;
  phoneNumber: string | null;
  email: string | null;
  emailConfirmed: boolean;
  disabledAt: Date | null;
};
type Order = { actor: SessionUser; id: number; input: PersonReason; caller: Pick<Caller, "address" | "agent"> };

const actions = {
  disable: "people.disabled",
  enable: "people.enabled",
  sign_out: "people.signed_out",
  unblock: "people.unblocked",
} as const;

async function endOpenCodes(tx: Tx, target: Target): Promise<number> {
  let ended = 0;
  for (const of of identifiersOf(target)) ended += await endChallenges(tx, await aliveChallenges(tx, of));
  return ended;
}

/** Each act changes rows and says what it did, for the record; what is so already is refused. */
const acts: Record<Act, (tx: Tx, target: Target, actor: SessionUser) => Promise<Record<string, number>>> = {
  disable: async (tx, target, actor) => {
    if (target.id === actor.id) throw new AppError("illegal_transition", { message: "notYourself" });
    if (target.disabledAt) throw new AppError("illegal_transition", { message: "alreadyDisabled" });
    await tx.$executeRaw`UPDATE "user" SET disabled_at = app_now() WHERE id = ${target.id}`;
    return { ...(await endEverything(tx, target.id, "disabled")), codes: await endOpenCodes(tx, target) };
  },
  enable: async (tx, target) => {
    if (!target.disabledAt) throw new AppError("illegal_transition", { message: "notDisabled" });
    await tx.$executeRaw`UPDATE "user" SET disabled_at = NULL WHERE id = ${target.id}`;
    return {};
  },
  sign_out: (tx, target) => endEverything(tx, target.id, "signed_out_by_admin"),
  unblock: async (tx, target) => {
    let counters = 0;
    for (const of of identifiersOf(target)) counters += await forget(tx, await personalKeys(tx, of));
    return { counters, codes: await endOpenCodes(tx, target) };
  },
};

/** Both rows locked, in order: of two admins who disable each other at once, one is too late. */
async function lockBoth(tx: Tx, actor: SessionUser, id: number): Promise<Target> {
  const rows = await tx.$queryRaw<Target[]>`
    SELECT id, phone_number AS "phoneNumber", email, email_confirmed AS "emailConfirmed", disabled_at AS "disabledAt"
    FROM "user" WHERE id IN (${actor.id}, ${id}) ORDER BY id FOR UPDATE`;
  if (rows.find(row => row.id === actor.id)?.disabledAt !== null) throw new AppError("forbidden");
  const target = rows.find(row => row.id === id);
  if (!target) throw new AppError("not_found");
  return target;
}

async function act(what: Act, { actor, id, input, caller }: Order): Promise<PersonDetail> {
  await transaction("system", async tx => {
    const did = await acts[what](tx, await lockBoth(tx, actor, id), actor);
    await audit(tx, {
      action: actions[what],
      actor: { kind: "user", id: actor.id },
      subject: { kind: "user", id },
      detail: { reason: input.reason, ...did },
      ...caller,
    });
  });
  return getPerson(actor, id);
}

/** Closes an account: its sessions, known browsers and open codes end in the same transaction. Throws `illegal_transition` when it is closed, or one's own. */
export const disablePerson = (order: Order): Promise<PersonDetail> => act("disable", order);

/** Opens a closed account again; the person signs in anew. */
export const enablePerson = (order: Order): Promise<PersonDetail> => act("enable", order);

/** Ends every session of a person, and no browser of theirs is known any more. */
export const signOutPerson = (order: Order): Promise<PersonDetail> => act("sign_out", order);

/** Lifts what keeps codes from a person: wrong guesses and spent budgets of their own are forgotten, open codes end. What others share stays. */
export const unblockPerson = (order: Order): Promise<PersonDetail> => act("unblock", order);
