import { useTranslations } from "next-intl";

const parts = [
  "start",
  "body",
  "sign",
  "samples",
  "checks",
  "repeat",
  "rotation",
  "dry",
  "sandbox",
  "webhooks",
  "vectors",
] as const;

/** The ways to the parts of the page. */
export function Contents() {
  const t = useTranslations("docs.partner");
  return (
    <nav aria-label={t("contents")}>
      <ol className="columns-1 gap-x-6 sm:columns-2 lg:columns-3">
        {parts.map(part => (
          <li key={part} className="break-inside-avoid">
            <a href={`#${part}`} className="link inline-flex min-h-11 items-center sm:min-h-8">
              {t(`${part}.title`)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
