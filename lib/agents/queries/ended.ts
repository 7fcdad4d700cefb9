import { transaction } from "@/lib/platform/db";
import type { EndedRun } from "../view/fp-result";

/** What an account's run came to, step by step; null while it goes on. */
export const findEndedSync = (userId: number, runId: number): Promise<EndedRun | null> =>
  transaction({ agent: userId }, async tx => {
    const run = await tx.onboardingRun.findUnique({
      where: { id: runId },
      select: {
        status: true,
        endedAt: true,
        errorMessage: true,
        onboarding: { select: { steps: { where: { parent: { not: null } }, orderBy: { position: "asc" } } } },
      },
    });
    if (!run?.endedAt) return null;
    const { status, errorMessage, onboarding } = run;
    return { userId, status, errorMessage, steps: onboarding.steps };
  });
