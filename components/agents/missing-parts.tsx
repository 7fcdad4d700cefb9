import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SupportCode } from "@/components/flow/sync-parts";
import { findSharedCause } from "@/components/flow/sync-view";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { StatusView } from "@/lib/agents/view/status";
import { FetchMissing } from "./fetch-again";

type Part = StatusView["steps"][number];
type MissingPartsProps = { current: StatusView; notify: ReactNode };

/** What the newest sync has left out and why, when it is tried again by itself and how to be told of that, and the way to do so at once. */
export function MissingParts({ current: { steps, nextRetryAt, waitingFor }, notify }: MissingPartsProps) {
  const t = useTranslations("agents");
  const nameOf = ({ id, title }: Part) => (t.has(`parts.${id}`) ? t(`parts.${id}`) : title);
  const namesOf = (state: Part["state"]) => steps.filter(part => part.state === state).map(nameOf);
  const [failed, left, arrived] = [namesOf("failed"), namesOf("cancelled"), namesOf("done").length];
  const count = steps.filter(({ state }) => state !== "skipped").length;
  const cause = findSharedCause(steps);
  return (
    <Notice
      tone="warning"
      title={arrived > 0 ? t("dashboard.partial", { arrived, count }) : t("dashboard.noneArrived")}
      // A good key lets it go on by itself.
      actions={
        waitingFor === null ? (
          <>
            <FetchMissing isGoingOn={failed.length === 0} />
            {notify}
          </>
        ) : null
      }
    >
      {failed.length > 0 ? (
        <p>
          {t(cause ? "dashboard.missingFor" : "dashboard.missing", {
            part: failed.join(", "),
            cause: cause?.message ?? "",
          })}
        </p>
      ) : null}
      {left.length > 0 ? <p>{t("dashboard.leftOut", { part: left.join(", ") })}</p> : null}
      {nextRetryAt ? <p>{t.rich("dashboard.retryBySelf", { when: () => <Time value={nextRetryAt} /> })}</p> : null}
      {cause?.supportCode ? <SupportCode code={cause.supportCode} /> : null}
    </Notice>
  );
}
