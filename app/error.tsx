"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Something broke while a page was made: an apology, a code to quote, and another try. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("common");
  return (
    <main id="main" className="grid min-h-dvh place-content-center">
      <h1 className="sr-only">{t("broken.title")}</h1>
      <EmptyState
        icon={CircleAlert}
        title={t("broken.title")}
        action={<Button onClick={reset}>{t("broken.again")}</Button>}
      >
        {t("broken.help")} {error.digest ? <span className="block font-mono text-sm">{error.digest}</span> : null}
      </EmptyState>
    </main>
  );
}
