import { useTranslations } from "next-intl";
import { SupportCode } from "@/components/flow/sync-parts";
import { findSharedCause } from "@/components/flow/sync-view";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { StatusView } from "@/lib/agents/view/status";
import { FetchMissing } from "./fetch-again";

/** What the newest sync has left out and why, when it is tried again by itself, and the way to do so at once. */
export function MissingParts({ current: { steps, nextRetryAt, waitingFor } }: { current: StatusView }) {
  const t = useTranslations("agents");
  const failed = steps.filter(({ state }) => state === "failed");
  const names = failed.map(({ id, title }) => (t.has(`parts.${id}`) ? t(`parts.${id}`) : title));
  const [arrived, count] = [
    steps.filter(({ state }) => state === "done").length,
    steps.filter(({ state }) => state !== "skipped").length,
  ];
  const cause = findSharedCause(steps);
  return (
    <Notice
      tone="warning"
      title={arrived > 0 ? t("dashboard.partial", { arrived, count }) : t("dashboard.noneArrived")}
      // A good key lets it go on by itself.
      actions={waitingFor === null ? <FetchMissing /> : null}
    >
      <p>
        {t(cause ? "dashboard.missingFor" : "dashboard.missing", {
          part: names.join(", "),
          cause: cause?.message ?? "",
        })}
      </p>
      {nextRetryAt ? <p>{t.rich("dashboard.retryBySelf", { when: () => <Time value={nextRetryAt} /> })}</p> : null}
      {cause?.supportCode ? <SupportCode code={cause.supportCode} /> : null}
    </Notice>
  );
}
