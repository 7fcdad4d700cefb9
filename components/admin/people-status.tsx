import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";

/** Whether somebody may sign in, as icon and word. */
export function PeopleStatus({ isDisabled }: { isDisabled: boolean }) {
  const t = useTranslations("admin.people");
  return isDisabled ? (
    <Status tone="danger" icon={Ban}>
      {t("disabled")}
    </Status>
  ) : (
    <Status tone="success">{t("active")}</Status>
  );
}
