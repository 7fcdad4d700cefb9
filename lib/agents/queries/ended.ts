import { transaction } from "@/lib/platform/db";
import type { PartOutcome } from "@/lib/platform/flow/onboarding";
import type { EndedRun } from "../view/fp-result";

/** What an account's run came to, step by step as it kept them itself; null while it goes on. */
export const findEndedSync = (userId: number, runId: number): Promise<EndedRun | null> =>
  transaction({ agent: userId }, async tx => {
    const run = await tx.onboardingRun.findUnique({
      where: { id: runId },
      select: { status: true, endedAt: true, parts: true, errorMessage: true },
    });
    if (!run?.endedAt) return null;
    const { status, parts, errorMessage } = run;
    return { userId, status, errorMessage, steps: (parts ?? []) as PartOutcome[] };
  });
