import { ArrowLeft, ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "./link-button";

type PaginationProps = { previous?: string | null; next?: string | null; summary?: ReactNode };

/** Ways to the page before and after (keyset paging knows no numbers); nothing when there is only one page. */
export function Pagination({ previous, next, summary }: PaginationProps) {
  const t = useTranslations("common");
  if (!previous && !next && !summary) return null;
  return (
    <nav aria-label={t("pages")} className="flex flex-wrap items-center gap-3">
      {summary ? <p className="mr-auto text-sm text-ink-muted tabular-nums">{summary}</p> : null}
      {previous ? (
        <LinkButton href={previous} rel="prev" variant="secondary" size="small">
          <ArrowLeft aria-hidden />
          {t("previous")}
        </LinkButton>
      ) : null}
      {next ? (
        <LinkButton href={next} rel="next" variant="secondary" size="small">
          {t("next")}
          <ArrowRight aria-hidden />
        </LinkButton>
      ) : null}
    </nav>
  );
}
