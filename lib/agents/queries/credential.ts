import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { asksAgentId } from "../service/ask-rezen";
import { rezen } from "../service/rezen-key";
import { type CredentialView, toCredentialView } from "../view/credential";

/** What may be told of an account's key to reZEN. */
export const getCredential = (userId: number): Promise<CredentialView> =>
  transaction({ agent: userId }, async tx => {
    const { id: agentId, fullName: agentName } = await tx.agent.findUniqueOrThrow({
      where: { userId },
      select: { id: true, fullName: true },
    });
    const saved = await tx.credential.findUnique({
      where: { userId_platform: { userId, platform: rezen } },
      select: { lastFour: true, testedAt: true, brokenAt: true, brokenClass: true, deletedAt: true },
    });
    return toCredentialView(saved, { agentId, agentName, asksAgentId: asksAgentId() });
  });

/** The key of the sandbox's agent. */
export const demoKey = { apiKey: "real_sandbox_key", agentId: "11111111-1111-4111-8111-111111111160" };

/** The sandbox's key, which a demo may show beside the input; null where there is no sandbox. */
export const findDemoKey = (): typeof demoKey | null =>
  env.appEnv === "production" || !env.sandboxUrl ? null : demoKey;
