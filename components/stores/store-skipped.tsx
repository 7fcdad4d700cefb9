import { useTranslations } from "next-intl";
import { SkippedNotice } from "@/components/flow/flow-notices";
import { LinkButton } from "@/components/ui/link-button";

type StoreSkippedProps = {
  status: { skippedAt: string | null; skippedReason: string | null; skippedUntil: string | null };
  /** Where the set-up goes on; shown in the shop. */
  wizard?: string;
  /** Where the shop is; shown in the wizard. */
  dashboard?: string;
};

/** Tells an owner that support let their shop open early, and leads to the other side of the gate; nothing when it did not. */
export function StoreSkipped({ status, wizard, dashboard }: StoreSkippedProps) {
  const t = useTranslations("stores.skipped");
  if (status.skippedAt === null) return null;
  return (
    <SkippedNotice
      at={status.skippedAt}
      reason={status.skippedReason}
      until={status.skippedUntil}
      actions={
        <>
          {wizard ? (
            <LinkButton href={wizard} size="small">
              {t("goOn")}
            </LinkButton>
          ) : null}
          {dashboard ? (
            <LinkButton href={dashboard} variant="secondary" size="small">
              {t("toDashboard")}
            </LinkButton>
          ) : null}
        </>
      }
    />
  );
}
