import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";

/** What is worth knowing of something that went well all the same. */
export function WarningList({ warnings }: { warnings: readonly string[] }) {
  const t = useTranslations("customers.report");
  if (warnings.length === 0) return null;
  return (
    <ul aria-label={t("warnings")} className="grid gap-1">
      {warnings.map(warning => (
        <li key={warning}>
          <Status tone="warning" className="items-start font-normal text-pretty wrap-anywhere [&_svg]:mt-0.5">
            {warning}
          </Status>
        </li>
      ))}
    </ul>
  );
}
