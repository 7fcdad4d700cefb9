import { ArrowLeft, ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "./link-button";

type PaginationProps = {
  previous?: string | null;
  next?: string | null;
  summary?: ReactNode;
  /** What the list is called, where a page has several. */
  label?: string;
  /** The way back leads to the first page, however far this one is from it. */
  isBackToStart?: boolean;
};

/** Ways to the page before and after (keyset paging knows no numbers); nothing when there is only one page. */
export function Pagination({ previous, next, summary, label, isBackToStart = false }: PaginationProps) {
  const t = useTranslations("common");
  if (!previous && !next && !summary) return null;
  return (
    <nav aria-label={label ? t("pagesOf", { list: label }) : t("pages")} className="flex flex-wrap items-center gap-3">
      {summary ? <p className="mr-auto text-sm text-ink-muted tabular-nums">{summary}</p> : null}
      {previous ? (
        <LinkButton href={previous} rel={isBackToStart ? undefined : "prev"} variant="secondary" size="small">
          <ArrowLeft aria-hidden />
          {t(isBackToStart ? "firstPage" : "previous")}
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
