import { z } from "zod";
import { agentKeys } from "./agents/service/rezen-key";
import { customerSecrets } from "./customers/service/stored-secrets";
import { governmentIds } from "./members/service/govt-id";
import { importFiles } from "./members/service/import/file";
import { defineJob } from "./platform/jobs/define-job";
import { outboxContents } from "./platform/notifications/outbox";
import { partnerSecrets } from "./platform/partner/accounts";
import { checkKeys, WrongKeys } from "./platform/secrets/check-keys";
import type { SecretPlace } from "./platform/secrets/place";
import { rotateJob, rotateSecrets, startRotation } from "./platform/secrets/rotate";
import { webhookSecrets } from "./platform/webhooks/secrets";
import { letzshopKeys } from "./stores/service/letzshop-key";

/** Every column that holds secrets; one that is missing here would be left behind by a rotation, and a test says so. */
export const secretPlaces: readonly SecretPlace[] = [
  letzshopKeys,
  agentKeys,
  ...customerSecrets,
  governmentIds,
  importFiles,
  outboxContents,
  ...partnerSecrets,
  ...webhookSecrets,
];

/** Throws one sentence unless ENCRYPTION_KEYS are those of this database. */
export const requireKeys = (): Promise<void> => checkKeys(secretPlaces);

/** Ends the process when ENCRYPTION_KEYS are not those of this database; without a database it may start, and answers 503 until there is one. */
export async function refuseWrongKeys(): Promise<void> {
  await requireKeys().catch((error: unknown) => {
    if (!(error instanceof WrongKeys)) return;
    console.error(error.message);
    process.exit(1);
  });
}

/** Starts the rotation to the first master key, or names the one that runs. */
export const rotateKeys = () => startRotation(secretPlaces);

/** Carries a rotation on until it ends or `signal` is aborted. */
export const carryRotation = (id: number, signal: AbortSignal) => rotateSecrets(secretPlaces, id, signal);

/** The jobs of stored secrets. */
export const secretJobs = [
  defineJob({
    name: rotateJob,
    data: z.object({ id: z.number() }),
    concurrency: 1,
    deadlineSeconds: 3600,
    handler: ({ id }, { signal }) => carryRotation(id, signal),
  }),
];
