"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useErrorTitle } from "@/components/flow/page-effects";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

/** The onboardings could not be read: the way round stays, with another try and a code to quote. */
export default function OnboardingsError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const t = useTranslations("common.broken");
  useErrorTitle(true);
  return (
    <Card flush>
      <EmptyState
        icon={CircleAlert}
        title={<span role="alert">{t("title")}</span>}
        action={<Button onClick={retry}>{t("again")}</Button>}
      >
        <p>{t("help")}</p>
        {error.digest ? <p className="mt-2 font-mono text-sm">{error.digest}</p> : null}
      </EmptyState>
    </Card>
  );
}
