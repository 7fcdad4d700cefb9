import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { RequestFacts } from "@/lib/platform/http/facts";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import type { PartnerDeactivation } from "../../schema/partner";
import { type MemberState, transition } from "../../schema/transition";
import { deactivate } from "../deactivate";
import { findOrLog } from "../find-or-log";
import { isFree } from "../member-lock";
import { findKnown } from "./find-person";

type Call = Pick<RequestFacts, "requestId" | "address" | "agent">;

async function getKnown({ accountId }: Pick<PartnerActor, "accountId">, { partnerUserId }: PartnerDeactivation) {
  const memberId = await transaction("system", tx => findKnown(tx, accountId, partnerUserId));
  if (memberId === null) throw new AppError("not_found");
  return memberId;
}

const proofOf = ({ accountId }: PartnerActor) => ({
  ...{ door: "partner" as const, actor: { kind: "partner" as const, id: accountId }, allowsReplacement: false },
});

/**
 * Ends every plan that this partner's calls have given one of their people; what employer or another door gave goes on. Throws `not_found` for whom the
 * account does not know, and what `deactivate` throws.
 */
export async function deactivatePerson(actor: PartnerActor, body: PartnerDeactivation, call: Call) {
  const { requestId, ...caller } = call;
  const via = proofOf(actor);
  const naming = { via, event: "deactivate" as const, planId: null, requestId };
  const memberId = await findOrLog(naming, () => getKnown(actor, body));
  const { endedSubscriptionIds, state } = await deactivate({ memberId, startedBy: via.door, via, requestId, caller });
  return {
    ...{ subscriptionId: endedSubscriptionIds[0] ?? null, status: "deactivated" as const },
    ...{ state, endedSubscriptionIds },
  };
}

type Standing = { from: MemberState; wouldEnd: string[]; others: number };

/** Tells what `deactivatePerson` would end, and ends nothing. Throws `not_found`. */
export async function explainDeactivation(actor: PartnerActor, body: PartnerDeactivation) {
  const memberId = await getKnown(actor, body);
  const [standing] = await transaction(
    "system",
    tx => tx.$queryRaw<Standing[]>`
      SELECT m.state::text AS "from", count(s.id) FILTER (WHERE s.door <> 'partner')::int AS others,
        coalesce(array_agg(s.id ORDER BY s.started_at, s.id) FILTER (WHERE s.door = 'partner'), '{}') AS "wouldEnd"
      FROM member m LEFT JOIN member_subscription s ON s.member_id = m.id AND s.ended_at IS NULL WHERE m.id = ${memberId} GROUP BY m.id`,
  );
  if (!standing) throw new AppError("not_found");
  const { from, wouldEnd, others } = standing;
  const to = wouldEnd.length > 0 ? transition(from, "deactivate") : null;
  return {
    ...{ dryRun: true as const, signature: "ok" as const, clockSkewSeconds: actor.skewSeconds, from, wouldEnd },
    to: to && others > 0 ? from : to,
    lockFree: await isFree(memberId),
  };
}
