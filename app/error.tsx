"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useErrorTitle } from "@/components/flow/page-effects";
import { Button } from "@/components/ui/button";
import { PageMessage } from "@/components/ui/page-message";

/** Something broke while a page was made: an apology, a code to quote, and another try. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const t = useTranslations("common");
  useErrorTitle(true);
  return (
    <PageMessage
      name={t("product")}
      icon={CircleAlert}
      title={t("broken.title")}
      action={<Button onClick={retry}>{t("broken.again")}</Button>}
    >
      <p role="alert">{t("broken.help")}</p>
      {error.digest ? <p className="mt-2 font-mono text-sm">{error.digest}</p> : null}
    </PageMessage>
  );
}
