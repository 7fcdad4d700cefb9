import { useTranslations } from "next-intl";
import type { PreviewView } from "@/lib/stores/view/preview";

type Problem = PreviewView["errors"][number];
type Props = { problems: readonly Problem[]; count: number };

const shownAtOnce = 5;

/** Problems with their lines; a few at once, the rest on demand, and how many more there are. */
export function FeedProblems({ problems, count }: Props) {
  const t = useTranslations("stores.productImport.preview");
  const rest = problems.slice(shownAtOnce);
  return (
    <>
      <List problems={problems.slice(0, shownAtOnce)} />
      {rest.length > 0 ? (
        <details className="mt-2">
          <summary className="link w-fit text-[0.9375rem]">{t("showMore", { count: rest.length })}</summary>
          <div className="mt-2">
            <List problems={rest} />
          </div>
        </details>
      ) : null}
      {count > problems.length ? (
        <p className="mt-2 text-sm text-ink-muted">{t("more", { count: count - problems.length })}</p>
      ) : null}
    </>
  );
}

function List({ problems }: { problems: readonly Problem[] }) {
  const t = useTranslations("stores.productImport.preview");
  return (
    <ul className="grid gap-1 text-[0.9375rem]">
      {problems.map(({ line, field, code, message }) => (
        <li key={`${line} ${field} ${code}`} className="grid grid-cols-[5.5rem_1fr] gap-x-3">
          <span className="text-ink-muted tabular-nums">{t("line", { line: String(line) })}</span>
          <span className="wrap-anywhere">
            {field ? <span className="font-mono text-sm">{field}: </span> : null}
            {message}
          </span>
        </li>
      ))}
    </ul>
  );
}
