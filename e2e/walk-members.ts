import type { APIRequestContext } from "@playwright/test";
import { newContract } from "@/lib/platform/testing/new-contract";
import { activateAddress, insideHeaders, newcomer } from "./own-direct";

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
  const query = `?email_id=${member.email_id}`;
  await hold(visitor, "GET /api/v1/beneficiary/check-pending-activation", { headers, query });
}
