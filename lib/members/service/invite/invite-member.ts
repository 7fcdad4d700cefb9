import type { Tx } from "@/lib/platform/db";
import { AppError, invalidInput } from "@/lib/platform/errors";
import type { RuleId } from "../../schema/activation";
import type { Act } from "../act";
import { befall } from "../befall";
import { decide } from "../decide";
import { findCase } from "../find-case";
import { brokenRules } from "../refuse";
import { type SentInvite, sendLink } from "./send-link";

/** Whom somebody asks aboard, and for which plan. */
export type Invitation = Pick<Act, "memberId" | "planId" | "via" | "requestId" | "caller" | "before">;

/** What must hold before somebody is asked aboard. Details may be missing: the person is asked for them. */
export const ofInvites: ReadonlySet<RuleId> = new Set([
  "contract_active",
  "plan_of_contract",
  "plan_active",
  "seat_free",
]);

async function requirePlan(tx: Tx, { memberId, planId }: Invitation): Promise<void> {
  const of = await findCase(tx, { memberId, planId }, false);
  if (!of) throw new AppError("not_found");
  const { decision } = decide(of, { door: "invite", allowsReplacement: false });
  const errors = brokenRules({ ...decision, rules: decision.rules.filter(({ id }) => ofInvites.has(id)) });
  if (errors.length > 0) throw invalidInput(errors);
}

/**
 * Asks a member aboard by mail and SMS, wherever they can be reached. Throws what `befall` throws, and 422 with what is wrong with the plan, or where
 * the member cannot be reached.
 */
export const inviteMember = (input: Invitation): Promise<SentInvite> =>
  befall(
    { ...input, event: "invite" },
    {
      apply: async (tx, { id }) => {
        await requirePlan(tx, input);
        const sent = await sendLink(tx, id, input.planId);
        return { result: sent, action: "member.invited", detail: { inviteId: sent.id, channels: sent.channels } };
      },
    },
  );
