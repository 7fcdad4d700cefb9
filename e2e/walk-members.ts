import type { APIRequestContext } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { withLock } from "@/lib/platform/locks/with-lock";
import { newContract } from "@/lib/platform/testing/new-contract";
import {
  activateAddress,
  bulkAddress,
  dueAddress,
  insideHeaders,
  newcomer,
  newDraft,
  scheduleAddress,
} from "./own-direct";

type Who = { request: APIRequestContext };
type Call = { data?: object; headers?: Record<string, string>; query?: string };
type Hold = (who: Who, operation: string, call?: Call) => Promise<unknown>;

/** Calls every operation that programs of ours have for members. */
export async function walkInside(hold: Hold, visitor: Who): Promise<void> {
  const { contractId, gold } = await newContract();
  const member = newcomer();
  const told = { parent_subscription_id: contractId, plan_subscription_id: gold, member };
  const headers = insideHeaders();
  await hold(visitor, `POST ${activateAddress}`, { data: told, headers, query: "?dry_run=true" });
  await hold(visitor, `POST ${activateAddress}`, { data: told, headers });
  const { plan_subscription_id: plan_id, ...rest } = told;
  const invited = { ...rest, plan_id, member: newcomer(), joining_date: "2020-01-31", mode: "invite" };
  await hold(visitor, `POST ${activateAddress}`, { data: invited, headers, query: "?dry_run=true" });
  await hold(visitor, `POST ${activateAddress}`, { data: invited, headers });
  const query = `?email_id=${member.email_id}`;
  await hold(visitor, "GET /api/v1/beneficiary/check-pending-activation", { headers, query });
  await walkMany(hold, visitor);
}

/** Calls what acts for many, and what acts at a time to come. */
async function walkMany(hold: Hold, visitor: Who): Promise<void> {
  const { contractId, gold } = await newContract();
  const headers = insideHeaders();
  const item = (more: object) => ({ parent_subscription_id: contractId, plan_subscription_id: gold, ...more });
  const { id: scheduled, emailId: email } = await newDraft(contractId);
  const data = { items: [item({ member: newcomer() }), item({ member_id: scheduled }), item({}), 7] };
  await hold(visitor, `POST ${bulkAddress}`, { data, headers, query: "?dry_run=true" });
  await hold(visitor, `POST ${bulkAddress}`, { data: { items: [data.items[0], {}] }, headers });
  const whom = { subscription_id: contractId, email_id: email, plan_subscription_id: gold };
  const told = { ...whom, activation_date: Math.floor(Date.now() / 1000) + 3600 };
  await hold(visitor, `POST ${scheduleAddress}`, { data: told, headers, query: "?dry_run=true" });
  await hold(visitor, `POST ${scheduleAddress}`, { data: told, headers });
  const query = `?subscription_id=${contractId}&member_id=${scheduled}`;
  await hold(visitor, `DELETE ${scheduleAddress}`, { headers, query: `${query}&dry_run=true` });
  await hold(visitor, `DELETE ${scheduleAddress}`, { headers, query });
  await hold(visitor, `POST ${scheduleAddress}`, { data: told, headers });
  const fall = () =>
    transaction(
      "system",
      tx => tx.$executeRaw`UPDATE activation_timer SET due_at = app_now() WHERE member_id = ${scheduled}`,
    );
  const due = { parent_subscription_id: contractId, email_id: email };
  const dry = { data: due, headers, query: "?dry_run=true" };
  // The worker would be faster now and then.
  const options = { ttlSeconds: 10, holder: "direct req_of_the_document" };
  await withLock(`member:${scheduled}`, options, async () => {
    await fall();
    await hold(visitor, `POST ${dueAddress}`, dry);
  });
}
