import { Compass } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

/** What is not there, or not for this person: both look the same. */
export default async function NotFound() {
  const t = await getTranslations("common");
  return (
    <main id="main" className="grid min-h-dvh place-content-center">
      <h1 className="sr-only">{t("notFound.title")}</h1>
      <EmptyState
        icon={Compass}
        title={t("notFound.title")}
        action={<LinkButton href="/">{t("notFound.home")}</LinkButton>}
      >
        {t("notFound.help")}
      </EmptyState>
    </main>
  );
}
