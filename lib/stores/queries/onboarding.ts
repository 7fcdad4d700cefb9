import { now } from "@/lib/platform/clock";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { getOnboarding, isThroughGate } from "@/lib/platform/flow/onboarding";
import type { StepSlug } from "../schema";
import { demoHints, loadLetzshop, loadProductImport, loadProfile } from "../service/answers";
import { storeOnboarding } from "../steps";
import { toProgressView, toStatusView } from "../view";

const storeFields = { id: true, code: true, name: true, ownerName: true, phoneNumber: true } as const;

/** Where a store stands in its onboarding. */
export async function getStatus(storeId: number) {
  return transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    const store = await tx.store.findUniqueOrThrow({ where: { id: storeId }, select: { code: true } });
    const feeds = await tx.storeProductImport.count({ where: { storeId } });
    const last = await findLastRun(tx, onboarding.id);
    return toStatusView(onboarding, store.code, { csvUrlSet: feeds > 0, jobId: last?.id ?? null });
  });
}

/** The store of a session with its gate: its own, or null when the code is another's. */
export async function findStoreByCode(storeId: number, code: string) {
  const at = await now();
  return transaction({ store: storeId }, async tx => {
    const store = await tx.store.findFirst({ where: { id: storeId, code }, select: storeFields });
    if (!store) return null;
    const onboarding = await getOnboarding(tx, "store", storeId);
    return { ...store, status: toStatusView(onboarding, store.code), isThroughGate: isThroughGate(onboarding, at) };
  });
}

/** What is known of a step's answers (saved, else prefilled) with the version to send back. */
export async function getStep(storeId: number, slug: StepSlug) {
  const stepId = slug.replaceAll("-", "_");
  const step = storeOnboarding.steps.find(one => one.id === stepId);
  return transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    const answers = (await step?.load?.({ tx, subjectId: storeId, onboardingId: onboarding.id })) as Record<
      string,
      unknown
    > | null;
    return { ...answers, version: onboarding.steps.find(row => row.step === stepId)?.version ?? 0 };
  });
}

/** Every answer of the wizard with its version, for its forms and its check page. */
export async function getAnswers(storeId: number) {
  return transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    const context = { tx, subjectId: storeId, onboardingId: onboarding.id };
    const versionOf = (step: string) => onboarding.steps.find(row => row.step === step)?.version ?? 0;
    return {
      profile: { ...(await loadProfile(context)), version: versionOf("merchant_profile") },
      letzshop: { ...(await loadLetzshop(context)), version: versionOf("letzshop_api") },
      productImport: { ...(await loadProductImport(context)), version: versionOf("product_import") },
      demo: demoHints(),
    };
  });
}

const runFields = {
  id: true,
  status: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  parts: true,
  storeImport: { select: { daysBack: true, includeProducts: true } },
} as const;

const findLastRun = (tx: Tx, onboardingId: number) =>
  tx.onboardingRun.findFirst({ where: { onboardingId }, orderBy: { number: "desc" }, select: runFields });

/** Progress of one import; another store's job is not there. */
export async function getProgress(storeId: number, jobId: number) {
  return transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    const run = await tx.onboardingRun.findFirst({
      where: { id: jobId, onboardingId: onboarding.id },
      select: runFields,
    });
    if (!run) throw new AppError("not_found");
    return toProgressView(run, onboarding);
  });
}

/** The newest import of a store, or null before the first. */
export async function findLastImport(storeId: number) {
  return transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    const run = await findLastRun(tx, onboarding.id);
    return run ? toProgressView(run, onboarding) : null;
  });
}
