import { useTranslations } from "next-intl";
import type { CustomerRole, Permission, Widget } from "@/lib/customers/schema/access";

/** How roles, permissions and widgets are called. */
export function useAccessWords() {
  const t = useTranslations("customers.access");
  return {
    role: (role: CustomerRole) => t(`roles.${role}`),
    permission: (name: Permission) => t(`permissions.${name.replace(".", "_") as "sync_run"}`),
    widget: (name: Widget) => t(`cards.${name}`),
  };
}
