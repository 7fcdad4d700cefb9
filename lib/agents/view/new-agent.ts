import { z } from "zod";
import { AccountType } from "../schema";

/** An agent's account that an admin has made; `isNewUser` is false for somebody who was known before. */
export const NewAgentView = z.object({ userId: z.int(), isNewUser: z.boolean(), accountType: AccountType });
export type NewAgentView = z.infer<typeof NewAgentView>;
