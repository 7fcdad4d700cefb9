import type { APIRequestContext } from "@playwright/test";
import { env } from "@/lib/platform/env";

type Who = { request: APIRequestContext };
type Call = { data?: object; at?: string | readonly string[] };
type Hold = (who: Who, operation: string, call?: Call) => Promise<object>;

/** Calls every operation that admins have for the webhook of a partner. */
export async function walkWebhooks(hold: Hold, admin: Who, accountId: string): Promise<void> {
  const [webhook, at] = ["/api/v1/admin/partners/{id}/webhook", accountId];
  await hold(admin, `PUT ${webhook}`, {
    at,
    data: { url: `${env.outboundPrivateOrigins[0]}/hook`, events: ["member.failed"] },
  });
  await hold(admin, `GET ${webhook}`, { at });
  await hold(admin, `POST ${webhook}/rotate`, { at });
  await hold(admin, `POST ${webhook}/test`, { at });
  const { items } = (await hold(admin, "GET /api/v1/admin/partners/{id}/deliveries", { at })) as {
    items?: { id: string }[];
  };
  await hold(admin, "POST /api/v1/admin/deliveries/{id}/replay", { at: items?.[0]?.id ?? "" });
  await hold(admin, `DELETE ${webhook}`, { at });
}
