import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";

/** The way to adding an employee to a contract. */
export function MemberNewLink() {
  const t = useTranslations("members.acts.add");
  return (
    <LinkButton href="/admin/members/new">
      <UserPlus aria-hidden />
      {t("button")}
    </LinkButton>
  );
}
