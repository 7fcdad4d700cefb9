import { Check, CircleDashed, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { AccessCell } from "@/lib/customers/view/access";

/** What the newest test found of one cell of the matrix: that it is so, that it is not, or nothing of what it says by now. */
export function AccessMark({ isAllowed, test }: Pick<AccessCell, "isAllowed" | "test">) {
  const t = useTranslations("customers.access.mark");
  if (test && test.isGranted !== test.isExpected)
    return <Status tone="danger">{t(test.isGranted ? "letIn" : "refused")}</Status>;
  if (!test || test.isExpected !== isAllowed)
    return (
      <Status tone="neutral" icon={CircleDashed} className="font-normal">
        {t(test ? "changed" : "untested")}
      </Status>
    );
  return (
    <Status tone="success" icon={Check} className="font-normal">
      {t("tested")}
    </Status>
  );
}

/** Is it allowed, or shown? For those who only look. */
export function AccessAnswer({ isAllowed }: Pick<AccessCell, "isAllowed">) {
  const t = useTranslations("customers.access");
  return (
    <Status tone="neutral" icon={isAllowed ? Check : Minus}>
      {t(isAllowed ? "allowed" : "notAllowed")}
    </Status>
  );
}
