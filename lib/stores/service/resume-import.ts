import type { Tx } from "@/lib/platform/db";
import { resumeRun } from "@/lib/platform/flow/end-run";
import { nudge } from "@/lib/platform/flow/start-run";
import { standingFields } from "@/lib/platform/readiness/standing";
import { isFinished } from "../view/readiness";
import { beginImport } from "./begin-import";
import { importQueue } from "./import-queue";
import { awaitedKey } from "./key-wait";
import { chooseRedo, findLastImport, type LastImport } from "./last-import";

const keyFaults: ReadonlySet<string | null> = new Set(["auth", "permission", "key_unreadable"]);

const isKeyMissing = ({ parts }: LastImport) =>
  parts.some(part => part.state === "failed" && keyFaults.has(part.errorCode) && part.step === "orders");

/** Lets an import of a store go on that has waited for a key, now that there is one that works; one whose wait a refresh has ended begins again where it lacks something. */
export async function resumeImport(tx: Tx, storeId: number): Promise<void> {
  const onboarding = await tx.onboarding.findUnique({ where: { storeId }, select: { id: true, ...standingFields } });
  if (!onboarding) return;
  const { id: onboardingId } = onboarding;
  if (await resumeRun(tx, onboardingId, awaitedKey)) return nudge(tx, importQueue, onboardingId);
  const last = isFinished(onboarding) ? await findLastImport(tx, onboardingId) : null;
  if (!last?.isEnded || !isKeyMissing(last)) return;
  const redo = await chooseRedo(tx, storeId, last, last.input);
  await beginImport(tx, { onboardingId, storeId, trigger: "key", input: last.input, redo, last });
}
