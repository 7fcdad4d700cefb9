import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ReadinessBadge as Badge } from "@/lib/platform/readiness/schema";
import { ReadinessBadge } from "./readiness-badge";
import { RunImportAgain } from "./run-import-again";
import { StoreAct } from "./store-acts";

type ImportStatus = "pending" | "running" | "waiting" | "complete" | "partial" | "failed" | "cancelled";

/** A store with its onboarding, as the admin's list shows it. */
export type StoreItem = {
  id: number;
  code: string;
  name: string;
  ownerName: string;
  createdAt: string;
  verifiedAt: string | null;
  keyProblem: { at: string; class: "auth" | "permission" | "unreadable" } | null;
  lastImport: { jobId: number; status: ImportStatus } | null;
  onboarding: {
    id: number;
    status: string;
    currentStep: string;
    completedStepsCount: number;
    totalSteps: number;
    completionPercentage: number;
    skippedAt: string | null;
    skippedUntil: string | null;
  };
};

const tones = { completed: "success", in_progress: "active", not_started: "neutral", skipped: "warning" } as const;

type StoreTableProps = { stores: readonly StoreItem[]; badges: Readonly<Record<number, Badge>>; canAct?: boolean };

/** Stores with their progress bars; cards on phones. `canAct` shows what an admin can do with each. */
export function StoreTable({ stores, badges, canAct = false }: StoreTableProps) {
  const t = useTranslations("admin.stores");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("store")}</HeaderCell>
        <HeaderCell>{t("status")}</HeaderCell>
        <HeaderCell>{t("progress")}</HeaderCell>
        <HeaderCell>{t("step")}</HeaderCell>
        <HeaderCell>{t("created")}</HeaderCell>
        {canAct ? <HeaderCell>{t("acts")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {stores.map(store => (
          <StoreRow key={store.id} store={store} badge={badges[store.id]} canAct={canAct} />
        ))}
      </TableBody>
    </Table>
  );
}

type StoreRowProps = { store: StoreItem; badge: Badge | undefined; canAct: boolean };

function StoreRow({ store: { onboarding, ...store }, badge, canAct }: StoreRowProps) {
  const t = useTranslations("admin.stores");
  return (
    <TableRow>
      <Cell lead label={t("store")}>
        {store.name}
        <span className="block text-sm font-normal text-ink-muted">
          <span className="font-mono">{store.code}</span> · {store.ownerName}
        </span>
      </Cell>
      <Cell label={t("status")}>
        <span className="grid max-sm:justify-items-end max-sm:text-right">
          <Status
            tone={store.verifiedAt ? (tones[onboarding.status as keyof typeof tones] ?? "neutral") : "neutral"}
            className="[&_svg]:animate-none"
          >
            {store.verifiedAt ? t(`statuses.${onboarding.status}`) : t("unverified")}
          </Status>
          <Skipped {...onboarding} />
          {store.lastImport ? (
            <span className="mt-1 block text-sm text-ink-muted">{t(`imports.${store.lastImport.status}`)}</span>
          ) : null}
          {store.keyProblem ? <KeyProblem {...store.keyProblem} /> : null}
          <ReadinessBadge badge={badge} />
        </span>
      </Cell>
      <Cell label={t("progress")}>
        <span className="grid min-w-32 gap-1">
          <ProgressBar
            size="small"
            label={t("progressOf", { name: store.name })}
            value={onboarding.completedStepsCount}
            max={onboarding.totalSteps}
            tone={onboarding.status === "completed" ? "success" : "active"}
          />
          <span className="text-sm text-ink-muted">
            {t("steps", { done: onboarding.completedStepsCount, total: onboarding.totalSteps })}
          </span>
        </span>
      </Cell>
      <Cell label={t("step")}>
        {onboarding.status === "completed" ? "–" : t(`stepNames.${onboarding.currentStep}`)}
      </Cell>
      <Cell label={t("created")}>
        <Time value={store.createdAt} relative />
      </Cell>
      {canAct ? (
        <Cell label={t("acts")}>
          <Acts {...store} onboarding={onboarding} />
        </Cell>
      ) : null}
    </TableRow>
  );
}

function Acts({ code, name, verifiedAt, lastImport, onboarding }: StoreItem) {
  const isOpen = verifiedAt !== null && onboarding.status !== "completed";
  if (!isOpen && !lastImport) return "–";
  return (
    <span className="flex flex-wrap gap-2">
      {isOpen ? <StoreAct code={code} name={name} act={onboarding.skippedAt ? "resume" : "skip"} /> : null}
      {lastImport ? <RunImportAgain onboardingId={onboarding.id} name={name} status={lastImport.status} /> : null}
    </span>
  );
}

function Skipped({ skippedAt, skippedUntil }: Pick<StoreItem["onboarding"], "skippedAt" | "skippedUntil">) {
  const t = useTranslations("admin.stores");
  if (!skippedAt) return null;
  return (
    <span className="mt-1 block text-sm text-ink-muted">
      {t("skippedOn")} <Time value={skippedAt} precision="day" />
      {skippedUntil ? (
        <>
          {" "}
          {t("skippedUntil")} <Time value={skippedUntil} precision="day" />
        </>
      ) : null}
    </span>
  );
}

function KeyProblem({ at, class: fault }: NonNullable<StoreItem["keyProblem"]>) {
  const t = useTranslations("admin.stores.keyProblem");
  return (
    <span className="mt-1 grid">
      <Status tone="danger">{t(fault)}</Status>
      <span className="text-sm text-ink-muted">
        {t("since")} <Time value={at} precision="day" />
      </span>
    </span>
  );
}
