import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { ReadinessView, RequirementView } from "@/lib/platform/readiness/schema";
import { readinessLooks } from "./readiness-looks";

const rank = ["problem", "due", "waiting", "later"] as const;

/** What a subject needs: the worst first, each with why, who moves it, since and until when, and the way to where staff settle it; what is done is folded away. */
export function ReadinessList({ requirements }: { requirements: ReadinessView }) {
  const t = useTranslations("readiness");
  const open = rank.flatMap(state => requirements.filter(one => one.state === state));
  const done = requirements.filter(({ state }) => state === "done");
  const later = open.filter(({ state }) => state === "later").length;
  const lead = open.length === 0 ? t("allDone") : t("lead", { open: open.length - later, later });
  return (
    <Card title={t("title")} description={lead}>
      {open.length > 0 ? (
        <ul className="grid divide-y divide-line">
          {open.map(one => (
            <OpenRequirement key={one.code} one={one} />
          ))}
        </ul>
      ) : null}
      {done.length > 0 ? (
        <details className={open.length > 0 ? "mt-3" : undefined}>
          <summary className="link w-fit cursor-pointer py-1.5">{t("done", { count: done.length })}</summary>
          <ul className="mt-2 grid gap-1">
            {done.map(({ code }) => (
              <li key={code}>
                <Status {...readinessLooks.done}>{t(`codes.${code}`)}</Status>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Card>
  );
}

function OpenRequirement({ one: { code, state, owner, reason, fixUrl, since, deadline } }: { one: RequirementView }) {
  const t = useTranslations("readiness");
  const what = t(`codes.${code}`);
  const isGivenUp = owner === "upstream" && state === "problem";
  const isOurs = owner === "admin" || (isGivenUp && fixUrl?.startsWith("/admin/"));
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium wrap-anywhere">{what}</span>
          <Status {...readinessLooks[state]} className="[&_svg]:animate-none">
            {t(`states.${state}`)}
          </Status>
        </span>
        {reason ? <span className="text-sm text-pretty">{t(`reasons.${reason}`)}</span> : null}
        <span className="flex flex-wrap gap-x-3 text-sm text-ink-muted">
          <span>{t(isGivenUp ? "givenUp" : `owners.${owner}`)}</span>
          {since ? <span>{t.rich("since", { at: () => <Time value={since} precision="minute" /> })}</span> : null}
          {deadline ? (
            <span>{t.rich("deadline", { at: () => <Time value={deadline} precision="minute" /> })}</span>
          ) : null}
        </span>
      </div>
      {isOurs && fixUrl ? (
        <LinkButton href={fixUrl} size="small" variant="secondary" aria-label={t("fixName", { what })}>
          {t("fix")}
        </LinkButton>
      ) : null}
    </li>
  );
}
