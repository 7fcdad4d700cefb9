import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { CheckView } from "@/lib/platform/audit/view";

/** What a walk over the whole trail found, and when. */
export function AuditVerdict({ check: { verdict, checked, brokenId, lastId, endedAt } }: { check: CheckView }) {
  const t = useTranslations("audit.check");
  const when = endedAt ? <Time value={endedAt} precision="second" relative /> : null;
  if (verdict === "whole" || verdict === null)
    return (
      <div className="grid gap-0.5">
        <Status tone="success">{t("whole", { count: checked, id: String(lastId ?? 0) })}</Status>
        <span className="text-sm text-ink-muted">{when}</span>
      </div>
    );
  return (
    <Notice tone="danger" title={t(verdict, { id: String(brokenId) })}>
      <p>{t("before", { count: checked, id: String(lastId ?? 0) })}</p>
      <p>{t("next")}</p>
      <span className="text-sm">{when}</span>
    </Notice>
  );
}

/** The same beside everything else that is watched, with the way to where a new walk begins. */
export function AuditLastCheck({ last }: { last: CheckView | null }) {
  const t = useTranslations("audit");
  return (
    <Card
      title={t("check.title")}
      actions={
        <Link href="/admin/audit" className="link">
          {t("title")}
        </Link>
      }
    >
      {last ? <AuditVerdict check={last} /> : <p className="text-ink-muted">{t("check.never")}</p>}
    </Card>
  );
}
