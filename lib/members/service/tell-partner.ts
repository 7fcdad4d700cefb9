import { Prisma, type Tx } from "@/lib/platform/db";
import { enqueueWebhook } from "@/lib/platform/webhooks/enqueue";
import type { WebhookEvent } from "@/lib/platform/webhooks/schema";
import type { Door } from "../schema/activation";
import type { MemberState } from "../schema/transition";

/** Whom of a member's partners a webhook may tell: theirs, else their contract's; null where that one has none that is on. Of `member m`. */
export const listener = Prisma.sql`(
  SELECT w.account_id FROM partner_webhook w WHERE w.disabled_at IS NULL AND w.account_id = coalesce(m.partner_account_id,
    (SELECT l.partner_account_id FROM parent_subscription l WHERE l.id = m.parent_subscription_id)))`;

/** A member as a partner knows them. */
export type Listened = { memberId: number; contractId: string; partnerUserId: string | null; listener: string | null };

/** What has befallen them; thin: whoever wants to know more asks. */
type News = {
  subscriptionId: string | null;
  planId: string | null;
  door: Door;
  state: MemberState;
  code?: string;
  replaced?: string | null;
};

/** Writes what a member's partner is told, in the transaction that brings it about; asks the database nothing where nobody listens. */
export async function tellPartner(tx: Tx, of: Listened, event: WebhookEvent, news: News): Promise<void> {
  if (of.listener === null) return;
  const { subscriptionId, planId, door, state, code, replaced } = news;
  const data = {
    partner_user_id: of.partnerUserId,
    subscription_id: subscriptionId,
    plan_subscription_id: planId,
    parent_subscription_id: of.contractId,
    ...{ door, state },
    ...(code === undefined ? {} : { code }),
    ...(replaced ? { replaced } : {}),
  };
  await enqueueWebhook(tx, { accountId: of.listener, event, subject: `member:${of.memberId}`, data });
}
