import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";

/** A store with its onboarding, as the admin's list shows it. */
export type StoreItem = {
  id: number;
  code: string;
  name: string;
  ownerName: string;
  createdAt: string;
  verifiedAt: string | null;
  keyProblem: { at: string; class: "auth" | "permission" } | null;
  onboarding: {
    status: string;
    currentStep: string;
    completedStepsCount: number;
    totalSteps: number;
    completionPercentage: number;
  };
};

const tones = { completed: "success", in_progress: "active", not_started: "neutral", skipped: "warning" } as const;

/** Stores with their progress bars; cards on phones. */
export function StoreTable({ stores }: { stores: readonly StoreItem[] }) {
  const t = useTranslations("admin.stores");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("store")}</HeaderCell>
        <HeaderCell>{t("status")}</HeaderCell>
        <HeaderCell>{t("progress")}</HeaderCell>
        <HeaderCell>{t("step")}</HeaderCell>
        <HeaderCell>{t("created")}</HeaderCell>
      </TableHead>
      <TableBody>
        {stores.map(store => (
          <StoreRow key={store.id} store={store} />
        ))}
      </TableBody>
    </Table>
  );
}

function StoreRow({ store: { onboarding, ...store } }: { store: StoreItem }) {
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
        <Status
          tone={store.verifiedAt ? (tones[onboarding.status as keyof typeof tones] ?? "neutral") : "neutral"}
          className="[&_svg]:animate-none"
        >
          {store.verifiedAt ? t(`statuses.${onboarding.status}`) : t("unverified")}
        </Status>
        {store.keyProblem ? <KeyProblem {...store.keyProblem} /> : null}
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
    </TableRow>
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
