import { useTranslations } from "next-intl";

/** First stop of the tab key: past the navigation to the page itself (`<main id="main" tabIndex={-1}>`). */
export function SkipLink() {
  const t = useTranslations("common");
  return (
    <a
      href="#main"
      className="sr-only rounded-md bg-accent font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-4 focus:py-3"
    >
      {t("skipToContent")}
    </a>
  );
}
