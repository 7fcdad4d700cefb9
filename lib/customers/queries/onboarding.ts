import { transaction } from "@/lib/platform/db";
import { getOnboarding, type OnboardingRow, partSteps } from "@/lib/platform/flow/onboarding";
import { isSettled, listProgress } from "@/lib/platform/flow/progress";
import { percentOf, timesOf } from "@/lib/platform/flow/run-view";
import { partsOf } from "@/lib/platform/flow/step";
import { inReadersWords } from "@/lib/platform/i18n/readers-words";
import { type Reader, requireStaff } from "../policy";
import { customerOnboarding } from "../steps";
import type { CustomerOnboardingView, CustomerStepView } from "../view/onboarding";
import { statusOf } from "./run-state";
import { findZuoraTrouble } from "./trouble";

const runFields = {
  ...{ id: true, status: true, trigger: true, carriedPercent: true },
  ...{ createdAt: true, startedAt: true, endedAt: true, parts: true },
} as const;

type Part = OnboardingRow["steps"][number];
type Run = { id: number; status: string };

const titles = new Map(partsOf(customerOnboarding).map(({ id, title }) => [id, title]));
const iso = (at: Date | null) => at?.toISOString() ?? null;
const outputsOf = (result: unknown) =>
  typeof result === "object" && result !== null && !Array.isArray(result) ? (result as Record<string, unknown>) : null;

function toStepView(row: Part, run: Run | null): CustomerStepView {
  const { step: id, state, attempts, errorCode, errorMessage } = row;
  // One that has nothing to count is one of one.
  const [done, total] = state === "done" && !row.total ? [1, 1] : [row.done, row.total];
  const isLeft = run?.status === "cancelled" && !isSettled(row);
  const error = errorCode
    ? { code: errorCode, message: errorMessage ?? "", supportCode: `job_${run?.id ?? row.onboardingId}` }
    : null;
  return {
    ...{ id, attempts, done, total, error },
    title: titles.get(id) ?? id,
    state: isLeft ? "cancelled" : state,
    started: iso(row.startedAt),
    ended: iso(row.endedAt),
    nextAttemptAt: iso(row.nextAttemptAt),
    outputs: outputsOf(row.result),
  };
}

/** Where the onboarding of a customer stands, with what came of each step. Throws `not_found`, also for who is no staff. */
export async function getCustomerOnboarding(reader: Reader, customerId: number): Promise<CustomerOnboardingView> {
  requireStaff(reader);
  const { onboarding, run } = await transaction({ customer: customerId }, async tx => {
    const found = await getOnboarding(tx, "customer", customerId);
    const where = { onboardingId: found.id };
    return {
      onboarding: found,
      run: await tx.onboardingRun.findFirst({ where, orderBy: { number: "desc" }, select: runFields }),
    };
  });
  const rows = partSteps(onboarding);
  const status = statusOf({
    onboardingStatus: onboarding.status,
    runStatus: run?.status ?? null,
    runTrigger: run?.trigger ?? null,
    isRunOpen: run ? run.endedAt === null : null,
  });
  const times = run ? timesOf(run, rows) : null;
  return inReadersWords({
    id: onboarding.id,
    customerId,
    jobId: run?.id ?? null,
    status,
    ...(status === "waiting" ? { waitingFor: "admin" as const } : {}),
    currentStep: listProgress(rows).current,
    percent: run ? (percentOf(run, rows) ?? 0) : 0,
    steps: rows.map(row => toStepView(row, run)),
    trouble: await findZuoraTrouble(customerId, rows),
    startedAt: times?.startedAt ?? null,
    endedAt: times?.endedAt ?? null,
    lastUpdateAt: times?.lastUpdateAt ?? null,
  });
}
