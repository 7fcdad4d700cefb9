import Link from "next/link";
import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { FeedbackText } from "@/lib/platform/feedback/schema";

/** What people said in words, newest first, each with where it came from. */
export function FeedbackTexts({ texts, none }: { texts: readonly FeedbackText[]; none: string }) {
  if (texts.length === 0) return <p className="p-5 text-ink-muted">{none}</p>;
  return (
    <ul className="divide-y divide-line">
      {texts.map(one => (
        <Text key={one.id} {...one} />
      ))}
    </ul>
  );
}

function Text({ kind, onboardingId, score, text, missing, at }: FeedbackText) {
  const t = useTranslations("admin.feedback");
  return (
    <li className="grid gap-1 px-4 py-4 sm:px-5">
      <p className="flex flex-wrap gap-x-3 text-sm text-ink-muted">
        {onboardingId === null ? null : (
          <Link className="link" href={`/admin/onboardings/${onboardingId}`}>
            {t.has(`kinds.${kind}` as never) ? t(`kinds.${kind}` as never) : kind}
          </Link>
        )}
        {score === null ? null : <span>{t("score", { score })}</span>}
        <Time value={at} />
      </p>
      {text === null ? null : <Words label={kind === "desk" ? t("annoys") : null} words={text} />}
      {missing === null ? null : <Words label={t("missing")} words={missing} />}
    </li>
  );
}

function Words({ label, words }: { label: string | null; words: string }) {
  return (
    <div>
      {label === null ? null : <p className="text-sm font-medium">{label}</p>}
      <p className="text-pretty wrap-anywhere whitespace-pre-line">
        <bdi>{words}</bdi>
      </p>
    </div>
  );
}
