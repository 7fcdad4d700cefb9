import { Minus, Pencil, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { ChangeView } from "@/lib/customers/view/change";

const looks = {
  added: { tone: "success", icon: Plus },
  changed: { tone: "neutral", icon: Pencil },
  gone: { tone: "warning", icon: Minus },
} as const;

/** What happened to a workflow, as icon and word. */
export function ChangeKind({ change }: Pick<ChangeView, "change">) {
  const t = useTranslations("customer.changes.kinds");
  return <Status {...looks[change]}>{t(change)}</Status>;
}
