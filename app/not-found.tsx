import { Compass } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { PageMessage } from "@/components/ui/page-message";

/** What is not there, or not for this person: both look the same. */
export default async function NotFound() {
  const t = await getTranslations("common");
  return (
    <PageMessage
      name={t("product")}
      icon={Compass}
      title={t("notFound.title")}
      action={<LinkButton href="/">{t("notFound.home")}</LinkButton>}
    >
      {t("notFound.help")}
    </PageMessage>
  );
}
