import { isLooking } from "@/lib/platform/auth/current";
import { now } from "@/lib/platform/clock";
import { type Tx, transaction } from "@/lib/platform/db";
import { getOnboarding, type OnboardingRow, partSteps } from "@/lib/platform/flow/onboarding";
import type { PersonContext } from "@/lib/platform/flow/step";
import { noteSeen } from "@/lib/platform/flow/step-event";
import type { StepSlug } from "../schema";
import { demoHints, loadLetzshop, loadProductImport, loadProfile } from "../service/answers";
import { type LetzshopView, type ProductImportView, type ProfileView, toKeyView } from "../view/answers";
import { toProgressView } from "../view/import";
import { toStatusView } from "../view/onboarding";
import { isOpenAt } from "../view/readiness";
import { withTrouble } from "./progress";

const storeFields = { id: true, code: true, name: true, ownerName: true, phoneNumber: true } as const;

/** Where a store stands in its onboarding. */
export async function getStatus(storeId: number) {
  const at = await now();
  return transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    const store = await tx.store.findUniqueOrThrow({ where: { id: storeId }, select: { code: true } });
    const feeds = await tx.storeProductImport.count({ where: { storeId } });
    const last = await findLastRun(tx, onboarding.id);
    const extras = { csvUrlSet: feeds > 0, jobId: last?.id ?? null };
    return toStatusView(onboarding, { at, storeCode: store.code, extras });
  });
}

/** The store of a session with its gate: its own, or null when the code is another's. */
export async function findStoreByCode(storeId: number, code: string) {
  const at = await now();
  return transaction({ store: storeId }, async tx => {
    const store = await tx.store.findFirst({ where: { id: storeId, code }, select: storeFields });
    if (!store) return null;
    const onboarding = await getOnboarding(tx, "store", storeId);
    const status = toStatusView(onboarding, { at, storeCode: store.code });
    return { ...store, status, isThroughGate: isOpenAt(onboarding, at) };
  });
}

async function read<T>(
  storeId: number,
  work: (answers: ReturnType<typeof answersOf>) => Promise<T>,
  seen?: string,
): Promise<T> {
  const isSeen = seen !== undefined && !(await isLooking());
  return transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    if (isSeen) await noteSeen(tx, onboarding, seen);
    return work(answersOf({ tx, subjectId: storeId }, onboarding));
  });
}

/** What is known of each step's answers (saved, else prefilled), with the version to send back. */
function answersOf(store: Omit<PersonContext, "onboardingId">, onboarding: OnboardingRow) {
  const context = { ...store, onboardingId: onboarding.id };
  const versionOf = (step: string) => onboarding.steps.find(row => row.step === step)?.version ?? 0;
  return {
    profile: async (): Promise<ProfileView> => ({
      ...(await loadProfile(context)),
      version: versionOf("merchant_profile"),
    }),
    letzshop: async (): Promise<LetzshopView> => ({
      ...toKeyView(await loadLetzshop(context)),
      version: versionOf("letzshop_api"),
    }),
    productImport: async (): Promise<ProductImportView> => ({
      ...(await loadProductImport(context)),
      version: versionOf("product_import"),
    }),
  };
}

/** The merchant profile: saved, else what the sign-up told. */
export const getProfile = (storeId: number) => read(storeId, answers => answers.profile(), "merchant_profile");

/** What may be told of the Letzshop key. */
export const getLetzshop = (storeId: number) => read(storeId, answers => answers.letzshop(), "letzshop_api");

/** The product feed: saved, else the marketplace's defaults. */
export const getProductImport = (storeId: number) =>
  read(storeId, answers => answers.productImport(), "product_import");

/** Every answer of the wizard, for its forms and its check page; which of its steps somebody has before them. */
export const getAnswers = (storeId: number, step?: StepSlug) =>
  read(
    storeId,
    async answers => ({
      profile: await answers.profile(),
      letzshop: await answers.letzshop(),
      productImport: await answers.productImport(),
      demo: demoHints(),
    }),
    step?.replaceAll("-", "_"),
  );

const runFields = {
  id: true,
  status: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  parts: true,
  carriedPercent: true,
  storeImport: { select: { daysBack: true, includeProducts: true } },
} as const;

/** The newest import; a refresh, which has no period, is none. */
const findLastRun = (tx: Tx, onboardingId: number) =>
  tx.onboardingRun.findFirst({
    where: { onboardingId, storeImport: { daysBack: { not: null } } },
    orderBy: { number: "desc" },
    select: runFields,
  });

/** The newest import of a store, or null before the first. */
export async function findLastImport(storeId: number) {
  const last = await transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    const run = await findLastRun(tx, onboarding.id);
    return run ? toProgressView(run, partSteps(onboarding)) : null;
  });
  return last && withTrouble(last);
}
