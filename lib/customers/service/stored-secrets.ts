import type { SecretPlace } from "@/lib/platform/secrets/place";
import { zuoraTokens } from "../client/token-cache";
import { workflowExports } from "./sync/write-exports";
import { clientSecrets } from "./zuora-client";

/** Every column in which secrets of customers are kept: of their clients, the tokens that these were given, and what is in their workflows. */
export const customerSecrets: readonly SecretPlace[] = [clientSecrets, zuoraTokens, workflowExports];
