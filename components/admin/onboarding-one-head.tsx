"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { Badge } from "@/components/ui/status";
import type { OnboardingOne } from "@/lib/platform/onboarding/view";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import { OnboardingActs } from "./onboarding-acts";
import { type Standing, standingLooks } from "./onboarding-one-looks";
import { OnboardingSummary } from "./onboarding-one-summary";

const placeOf = ({ kind, subjectId }: OnboardingRow) => {
  if (kind === "store") return "/admin/stores";
  return kind === "practitioner" ? "/admin/practitioners" : `/admin/${kind}s/${subjectId}`;
};

// A store's set-up goes on while its owner has something to do, also when its import has stopped.
const standingOf = ({ status, run }: OnboardingRow): Standing => {
  const hasStopped = run?.status === "failed" || run?.status === "partial" || run?.status === "cancelled";
  return status === "running" && hasStopped ? run.status : status;
};

/** Whose onboarding this is, how it stands in a sentence, and what can be done with it. */
export function OnboardingHead({ one, canAct }: { one: OnboardingOne; canAct: boolean }) {
  const t = useTranslations("onboarding");
  const { row } = one;
  const standing = standingOf(row);
  const code = row.run && `job_${row.run.id}`;
  return (
    <>
      <PageHeader
        className="mb-4 sm:mb-5"
        eyebrow={t("one.eyebrow", { kind: t(`kinds.${row.kind}`), id: row.id })}
        title={<bdi className="wrap-anywhere">{row.subject || t("nameless")}</bdi>}
        description={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <Badge {...standingLooks[standing]} className="[&_svg]:animate-none">
              {t(`states.${standing}`)}
            </Badge>
            <Link href={placeOf(row)} className="link inline-flex min-h-11 items-center sm:min-h-6">
              {t("one.open", { kind: row.kind })}
            </Link>
            {code ? (
              <span className="inline-flex items-center gap-1 text-sm">
                <span>{t("one.code")}</span>
                <Link
                  href={`/admin/onboardings?q=${code}`}
                  className="link inline-flex min-h-11 items-center font-mono sm:min-h-6"
                  title={t("one.codeFind")}
                >
                  {code}
                </Link>
                <CopyButton value={code} name={t("one.codeName", { code })} />
              </span>
            ) : null}
          </span>
        }
        actions={<OnboardingActs row={row} canAct={canAct} isWide />}
      />
      <div className="mb-6 grid gap-2">
        <OnboardingSummary one={one} />
        {canAct ? null : <p className="text-sm text-ink-muted">{t("one.masked")}</p>}
      </div>
    </>
  );
}
