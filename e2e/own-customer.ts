import { type APIRequestContext, expect } from "@playwright/test";
import { dataOf, post, readCode } from "./people";
import { makeReachableAdmin } from "./reachable-admin";

/** Where the API of a customer's people is. */
export const customerApi = "/api/v1/customer";
const customers = "/api/v1/admin/customers";

/** A customer that came aboard: its number, and whom its first invite went to. */
export type OwnCustomer = { id: number; name: string; contact: string };

let serial = 0;

/** Makes a customer at a tenant of the sandbox's Zuora and waits until all of its steps are done. */
export async function bringCustomerAboard(
  admin: APIRequestContext,
  sandboxUrl: string,
  { tenant = 1, name = `Customer ${Date.now()}-${++serial}` } = {},
): Promise<OwnCustomer> {
  await makeReachableAdmin();
  const contact = `contact-${Date.now()}-${serial}@example.com`;
  const client = {
    zuora_base_url: `${sandboxUrl}/zuora`,
    zuora_client_id: `33333333-3333-4333-8333-33333333330${tenant}`,
    zuora_client_secret: "zuora_sandbox_secret",
  };
  const { id } = await post(admin, customers, { name, contact_email: contact, ...client }, 201);
  await expect
    .poll(async () => (await dataOf(await admin.get(`${customers}/${id}/onboarding`))).status, { timeout: 120_000 })
    .toBe("complete");
  return { id, name, contact };
}

/** The secret of the newest link that somebody was invited by. */
export async function readInvite(request: APIRequestContext, to: string): Promise<string> {
  const messages = await dataOf(await request.get("/api/dev/outbox", { params: { to } }));
  const found = messages.find(({ link }: { link?: string }) => link?.includes("/join/"));
  expect(found, `${to} was invited`).toBeTruthy();
  return found.link.split("/join/")[1];
}

/** Accepts somebody's newest invite in a browser, which is signed in from then on. */
export async function acceptInvite(request: APIRequestContext, email: string): Promise<void> {
  const token = await readInvite(request, email);
  const { challenge_id } = await post(request, `${customerApi}/join/code`, { token });
  await post(request, `${customerApi}/join`, { token, challenge_id, otp: await readCode(request, email) });
}
