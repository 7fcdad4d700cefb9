import { type OnboardingRow, ownSteps, type PartOutcome, partSteps } from "@/lib/platform/flow/onboarding";
import { listProgress, runPercent } from "@/lib/platform/flow/progress";
import { partsOf } from "@/lib/platform/flow/step";
import { storeOnboarding } from "./steps";

const lastStep = "order_sync";

/** The words of sources/004 for an onboarding's status. */
function toStatusWord(status: OnboardingRow["status"]) {
  if (status === "complete") return "completed" as const;
  if (status === "skipped") return "skipped" as const;
  return status === "pending" ? ("not_started" as const) : ("in_progress" as const);
}

const toStepView = (row: OnboardingRow["steps"][number]) => {
  const completed = row.state === "done";
  return { completed, completedAt: completed ? row.endedAt : null };
};

const extrasOf = (step: string, extras: StatusExtras | null) => {
  if (step === "product_import" && extras) return { csvUrlSet: extras.csvUrlSet };
  return step === lastStep && extras ? { jobId: extras.jobId } : {};
};

/** What the status tells besides the steps themselves. */
export type StatusExtras = { csvUrlSet: boolean; jobId: number | null };

/** Where a store stands, in the names of the contract. `storeCode` and `extras` are null where the caller does not need them. */
export function toStatusView(onboarding: OnboardingRow, storeCode: string | null, extras: StatusExtras | null = null) {
  const steps = ownSteps(onboarding);
  const progress = listProgress(steps);
  const current = progress.current ?? lastStep;
  return {
    id: onboarding.id,
    storeId: onboarding.storeId,
    ...(storeCode === null ? {} : { storeCode }),
    status: toStatusWord(onboarding.status),
    currentStep: current,
    currentStepNumber: steps.findIndex(row => row.step === current) + 1,
    totalSteps: progress.total,
    completedStepsCount: progress.done,
    completionPercentage: progress.percent,
    isCompleted: onboarding.status === "complete",
    steps: Object.fromEntries(steps.map(row => [row.step, { ...toStepView(row), ...extrasOf(row.step, extras) }])),
    skippedByAdmin: onboarding.status === "skipped",
    skippedReason: onboarding.skippedReason,
  };
}

type RunRow = {
  id: number;
  status: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** How each part did, once the run has ended. */
  parts: unknown;
  storeImport: { daysBack: number; includeProducts: boolean } | null;
};
type PartRow = PartOutcome & { nextAttemptAt?: Date | null };

// The words of sources/004: fetching while ids are counted, processing while rows are written.
type JobStatus = "pending" | "fetching" | "processing" | "completed" | "partial" | "failed" | "cancelled";
const endWords: Partial<Record<string, JobStatus>> = {
  complete: "completed",
  partial: "partial",
  cancelled: "cancelled",
};

function toJobStatus(run: RunRow, parts: PartRow[]): JobStatus {
  if (run.endedAt) return endWords[run.status] ?? "failed";
  if (!run.startedAt) return "pending";
  return parts.some(part => part.total !== null && part.state !== "skipped") ? "processing" : "fetching";
}

const titles = Object.fromEntries(partsOf(storeOnboarding).map(part => [part.id, part.title]));

function toPartView(row: PartRow, supportCode: string) {
  const { done, total, attempts } = row;
  const error = row.errorCode ? { code: row.errorCode, message: row.errorMessage ?? "", supportCode } : null;
  return {
    id: row.step,
    title: titles[row.step] ?? row.step,
    state: row.state,
    done,
    total,
    attempts,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    error,
  };
}

/** How far an import is: whole percent (null while the total is not known), counts and errors per part. */
export function toProgressView(run: RunRow, onboarding: OnboardingRow) {
  const live = partSteps(onboarding);
  // The steps belong to the newest run; an ended one shows what it kept.
  const parts: PartRow[] = run.endedAt ? ((run.parts ?? []) as PartRow[]) : live;
  const [orders, products] = [parts.find(part => part.step === "orders"), parts.find(part => part.step === "products")];
  const beats = live.flatMap(part => [part.heartbeatAt, part.endedAt]).filter(date => date !== null);
  const endedAt = run.endedAt?.toISOString() ?? null;
  const percent = run.endedAt ? 100 : runPercent(parts);
  return {
    jobId: run.id,
    status: toJobStatus(run, parts),
    currentPhase: parts.find(part => part.state === "running")?.step ?? null,
    percent,
    progressPercentage: percent ?? 0,
    ordersImported: orders?.done ?? 0,
    ordersTotal: orders?.total ?? null,
    productsImported: products?.done ?? 0,
    productsTotal: products?.total ?? null,
    parts: parts.map(part => toPartView(part, `job_${run.id}`)),
    startedAt: (run.startedAt ?? run.createdAt).toISOString(),
    lastUpdateAt:
      endedAt ?? new Date(Math.max(...beats.map(Number), Number(run.startedAt ?? run.createdAt))).toISOString(),
    endedAt,
    completedAt: endedAt,
    errorMessage: parts.find(part => part.state === "failed")?.errorMessage ?? null,
    daysBack: run.storeImport?.daysBack ?? null,
    includeProducts: run.storeImport?.includeProducts ?? null,
    serverTime: new Date().toISOString(),
  };
}

type Money = { toFixed: (digits: number) => string };
const money = (amount: Money, currency: string) => ({ amount: amount.toFixed(2), currency });

type OrderRow = {
  id: number;
  number: string;
  shipmentNumber: string | null;
  status: string;
  total: Money;
  currency: string;
  placedAt: Date | null;
  customerName: string;
  shippingCity: string | null;
  shippingCountry: string | null;
  _count: { lines: number };
};

/** An order as its shop sees it in a list. */
export function toOrderView({ total, currency, _count, ...order }: OrderRow) {
  return { ...order, total: money(total, currency), articles: _count.lines };
}

type ProductRow = {
  id: number;
  externalId: string;
  price: Money;
  salePrice: Money | null;
  currency: string;
  availability: string | null;
  gtin: string | null;
  brand: string | null;
  texts: { language: string; title: string }[];
};

/** A product as its shop sees it in a list, titled in its language where the feed has it. */
export function toProductView({ price, salePrice, currency, texts, ...product }: ProductRow, language: string) {
  const title = texts.find(text => text.language === language)?.title ?? texts[0]?.title ?? product.externalId;
  const languages = texts.map(text => text.language).sort();
  return {
    ...product,
    title,
    languages,
    price: money(price, currency),
    salePrice: salePrice && money(salePrice, currency),
  };
}
