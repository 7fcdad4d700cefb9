import type { APIRequestContext } from "@playwright/test";

type Who = { request: APIRequestContext };
type Hold = (who: Who, operation: string, call?: { data?: object; at?: number }) => Promise<{ id: number }>;

const sync = "/api/v1/agents/onboarding";

/** Calls every operation of an agent's sync as an agent with a key, and an admin. */
export async function walkSync(hold: Hold, agent: Who, admin: Who): Promise<void> {
  const { id: user_id } = await hold(agent, "GET /api/v1/auth/me");
  await hold(agent, `GET ${sync}/status`);
  await hold(agent, `POST ${sync}/quote`, { data: {} });
  await hold(agent, `POST ${sync}`, { data: {} });
  await hold(agent, `POST ${sync}/cancel`, { data: {} });
  await hold(agent, `POST ${sync}/retry`, { data: {} });
  await hold(agent, `GET ${sync}/status`);
  await hold(admin, `POST ${sync}/run`, { data: { user_id } });
  for (const list of ["transactions", "listings"]) await hold(agent, `GET /api/v1/agents/${list}/export`);
  await hold(agent, `POST ${sync}`, { data: {} });
  const notices = (await (await agent.request.get("/api/v1/notifications")).json()) as {
    data: { items: { id: number }[] };
  };
  await hold(agent, "GET /api/v1/notifications");
  await hold(agent, "POST /api/v1/notifications/{id}/read", { at: notices.data.items[0]?.id });
}
