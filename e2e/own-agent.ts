import type { APIRequestContext } from "@playwright/test";
import { dataOf, newPhoneNumber, type Person, post, readCode } from "./people";

/** Where the API of agents is. */
export const agentsApi = "/api/v1/agents";

/** The agent that the sandbox's reZEN knows by its key; it is of a team. */
export const sandboxAgent = { apiKey: "real_sandbox_key", agentId: "11111111-1111-4111-8111-111111111160" };

/** The sandbox's keys as they go over the wire, each with its agent: the one of a team, and one who works alone. */
export const rezenKeys = {
  team: { api_key: sandboxAgent.apiKey, agent_id: sandboxAgent.agentId },
  solo: { api_key: "real_solo_key", agent_id: "11111111-1111-4111-8111-111111111161" },
};

/** Signs an agent up and in. */
export async function signUpAgent(request: APIRequestContext): Promise<Person> {
  const [phoneNumber, name] = [newPhoneNumber(), "Dana O’Neil"];
  const email = `${phoneNumber.slice(1)}@example.com`;
  const told = { name, email, phone_number: phoneNumber };
  const { challenge_id } = await post(request, "/api/v1/agents/signup", told, 201);
  await post(request, "/api/v1/auth/verify-otp", { challenge_id, otp: await readCode(request, phoneNumber) });
  return { request, phoneNumber, name, email };
}

/** Gives an agent one of the sandbox's keys. */
export async function connectAgent({ request }: Pick<Person, "request">, data = rezenKeys.team): Promise<void> {
  const answer = await request.put(`${agentsApi}/credentials`, { data });
  if (!answer.ok()) throw new Error(await answer.text());
}

/** Lets an agent's sync run to its end; returns how it ended. */
export async function syncAgent({ request }: Pick<Person, "request">): Promise<string> {
  await post(request, "/api/v1/agents/onboarding", {}, 202);
  for (;;) {
    const seen = await dataOf(await request.get("/api/v1/agents/onboarding/status"));
    if (seen.ended_at) return seen.state;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}
