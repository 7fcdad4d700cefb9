import { type OnboardingRow, ownSteps, partSteps } from "@/lib/platform/flow/onboarding";
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

/** Where a store stands, in the names of the contract. `storeCode` is null where the caller knows it. */
export function toStatusView(onboarding: OnboardingRow, storeCode: string | null) {
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
    steps: Object.fromEntries(
      steps.map(row => [
        row.step,
        { completed: row.state === "done", completedAt: row.state === "done" ? row.endedAt : null },
      ]),
    ),
    skippedByAdmin: onboarding.status === "skipped",
    skippedReason: onboarding.skippedReason,
  };
}

type RunRow = { id: number; status: string; createdAt: Date; startedAt: Date | null; endedAt: Date | null };

// The words of sources/004: fetching while ids are counted, processing while rows are written.
type JobStatus = "pending" | "fetching" | "processing" | "completed" | "partial" | "failed" | "cancelled";
const endWords: Partial<Record<string, JobStatus>> = {
  complete: "completed",
  partial: "partial",
  cancelled: "cancelled",
};

function toJobStatus(run: RunRow, parts: OnboardingRow["steps"]): JobStatus {
  if (run.endedAt) return endWords[run.status] ?? "failed";
  if (!run.startedAt) return "pending";
  return parts.some(part => part.total !== null && part.state !== "skipped") ? "processing" : "fetching";
}

const titles = Object.fromEntries(partsOf(storeOnboarding).map(part => [part.id, part.title]));

function toPartView(row: OnboardingRow["steps"][number], supportCode: string) {
  const { done, total, attempts, nextAttemptAt } = row;
  const iso = (date: Date | null) => date?.toISOString() ?? null;
  const error = row.errorCode ? { code: row.errorCode, message: row.errorMessage ?? "", supportCode } : null;
  return {
    id: row.step,
    title: titles[row.step] ?? row.step,
    state: row.state,
    done,
    total,
    attempts,
    nextAttemptAt: iso(nextAttemptAt),
    error,
  };
}

/** How far an import is: whole percent (null while the total is not known), counts and errors per part. */
export function toProgressView(run: RunRow, onboarding: OnboardingRow) {
  const parts = partSteps(onboarding);
  const [orders, products] = [parts.find(part => part.step === "orders"), parts.find(part => part.step === "products")];
  const beats = parts.flatMap(part => [part.heartbeatAt, part.endedAt]).filter(date => date !== null);
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
    lastUpdateAt: new Date(Math.max(...beats.map(Number), Number(run.startedAt ?? run.createdAt))).toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
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
