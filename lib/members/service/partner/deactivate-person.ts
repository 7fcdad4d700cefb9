import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { RequestFacts } from "@/lib/platform/http/facts";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import type { PartnerDeactivation } from "../../schema/partner";
import { type MemberState, transition } from "../../schema/transition";
import { deactivate } from "../deactivate";
import { isFree } from "../member-lock";
import { findKnown } from "./find-person";

type Call = Pick<RequestFacts, "requestId" | "address" | "agent">;

async function getKnown({ accountId }: Pick<PartnerActor, "accountId">, { partnerUserId }: PartnerDeactivation) {
  const memberId = await transaction("system", tx => findKnown(tx, accountId, partnerUserId));
  if (memberId === null) throw new AppError("not_found");
  return memberId;
}

/** Ends every plan of one of a partner's people. Throws `not_found` for whom the account does not know, and what `deactivate` throws. */
export async function deactivatePerson(actor: PartnerActor, body: PartnerDeactivation, call: Call) {
  const { requestId, ...caller } = call;
  const { endedSubscriptionIds } = await deactivate({
    memberId: await getKnown(actor, body),
    via: { door: "partner", actor: { kind: "partner", id: actor.accountId }, allowsReplacement: false },
    ...{ requestId, caller },
  });
  return { subscriptionId: endedSubscriptionIds[0] ?? null, status: "deactivated" as const, endedSubscriptionIds };
}

type Standing = { from: MemberState; wouldEnd: string[] };

/** Tells what `deactivatePerson` would end, and ends nothing. Throws `not_found`. */
export async function explainDeactivation(actor: PartnerActor, body: PartnerDeactivation) {
  const memberId = await getKnown(actor, body);
  const [standing] = await transaction(
    "system",
    tx => tx.$queryRaw<Standing[]>`
      SELECT m.state::text AS "from", coalesce(array_agg(s.id ORDER BY s.started_at) FILTER (WHERE s.id IS NOT NULL), '{}') AS "wouldEnd"
      FROM member m LEFT JOIN member_subscription s ON s.member_id = m.id AND s.ended_at IS NULL WHERE m.id = ${memberId} GROUP BY m.id`,
  );
  if (!standing) throw new AppError("not_found");
  return {
    ...{ dryRun: true as const, signature: "ok" as const, clockSkewSeconds: actor.skewSeconds, ...standing },
    to: transition(standing.from, "deactivate"),
    lockFree: await isFree(memberId),
  };
}
