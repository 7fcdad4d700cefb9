import type { APIRequestContext } from "@playwright/test";

type Who = { request: APIRequestContext };
type Hold = (
  who: Who,
  operation: string,
  call?: { data?: object; at?: number; query?: string },
) => Promise<{ id: number }>;

const customers = "/api/v1/admin/customers";

/** Calls every operation that admins have for customers. */
export async function walkCustomers(hold: Hold, admin: Who, sandboxUrl: string): Promise<void> {
  const client = {
    zuora_base_url: `${sandboxUrl}/zuora`,
    zuora_client_id: "33333333-3333-4333-8333-333333333301",
    zuora_client_secret: "zuora_sandbox_secret",
  };
  await hold(admin, `POST ${customers}/credentials/test`, { data: client });
  await hold(admin, `POST ${customers}/credentials/test`, { data: { ...client, zuora_client_secret: "wrong" } });
  const about = { name: "Acme", contact_email: "ops@acme.example", notification_preferences: { slack: true } };
  const { id: at } = await hold(admin, `POST ${customers}`, { data: { ...about, ...client } });
  for (const path of ["", "/onboarding", "/workflows", "/syncs", "/changes", "/monitoring", "/criteria"])
    await hold(admin, `GET ${customers}/{id}${path}`, { at });
  await hold(admin, `GET ${customers}`, { query: "?q=acme&limit=1" });
  const changed = { name: "Acme Ltd", version: 0, configuration: { sync_every_minutes: 0 } };
  await hold(admin, `PATCH ${customers}/{id}`, { at, data: changed });
  await hold(admin, `POST ${customers}/{id}/onboarding`, { at });
  await hold(admin, `POST ${customers}/{id}/onboarding/retry`, { at, data: { all: true } });
  await hold(admin, `POST ${customers}/{id}/sync`, { at, data: {} });
  await hold(admin, `POST ${customers}/{id}/credentials/test`, { at, data: {} });
  for (const path of ["", "/onboarding", "/workflows", "/syncs", "/changes"])
    await hold(admin, `GET ${customers}/{id}${path}`, { at });
}
