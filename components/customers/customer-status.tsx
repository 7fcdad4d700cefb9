import { Ban, CircleDashed, CircleX, Hourglass, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { CustomerView } from "@/lib/customers/view/customer";

type Look = { tone: Tone; icon?: LucideIcon };

const looks: Record<CustomerView["status"], Look> = {
  pending: { tone: "neutral", icon: Hourglass },
  running: { tone: "active" },
  waiting: { tone: "warning", icon: Hourglass },
  complete: { tone: "success" },
  failed: { tone: "danger", icon: CircleX },
  cancelled: { tone: "neutral", icon: Ban },
};

const syncLooks: Record<CustomerView["syncStatus"], Look> = {
  pending: { tone: "neutral", icon: CircleDashed },
  running: { tone: "active" },
  ok: { tone: "success" },
  failed: { tone: "warning" },
};

/** Where a customer's onboarding stands: at which of its steps, and for whom it waits. */
export function CustomerStatus({ status, done, total }: Pick<CustomerView, "status" | "done" | "total">) {
  const t = useTranslations("customers");
  return (
    <Status {...looks[status]} className="[&_svg]:animate-none">
      {t(`status.${status}`, { step: Math.min(done + 1, total), total })}
    </Status>
  );
}

/** How a customer's data stands, and as of when. */
export function SyncStatus({ syncStatus, syncedAt }: Pick<CustomerView, "syncStatus" | "syncedAt">) {
  const t = useTranslations("customers.syncStatus");
  return (
    <span className="grid gap-0.5 max-sm:justify-items-end">
      <Status {...syncLooks[syncStatus]} className="[&_svg]:animate-none">
        {t(syncStatus)}
      </Status>
      {syncedAt ? <Time value={syncedAt} className="text-sm whitespace-nowrap text-ink-muted" /> : null}
    </span>
  );
}

/** The same in one line, with the sync where it is not as it should be. */
export function CustomerStanding(customer: Pick<CustomerView, "status" | "done" | "total" | "syncStatus">) {
  const t = useTranslations("customers.syncStatus");
  const { status, syncStatus } = customer;
  const isTold = status === "complete" && syncStatus !== "ok";
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      <CustomerStatus {...customer} />
      {isTold ? (
        <Status {...syncLooks[syncStatus]} className="[&_svg]:animate-none">
          {t(syncStatus)}
        </Status>
      ) : null}
    </span>
  );
}

/** Why a customer's credentials are of no use. */
export function KeyProblem({ problem }: { problem: NonNullable<CustomerView["keyProblem"]> }) {
  const t = useTranslations("customers.keyProblem");
  return <Status tone="danger">{t(problem.class)}</Status>;
}
