import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";

/** The way to a new customer. */
export function NewCustomerLink() {
  const t = useTranslations("customers");
  return (
    <LinkButton href="/admin/customers/new">
      <Plus aria-hidden />
      {t("new")}
    </LinkButton>
  );
}
