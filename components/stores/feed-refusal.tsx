import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import type { PreviewRefusal } from "./use-feed-preview";

/** Why a feed could not be looked into, and what its header holds if that is the trouble. */
export function FeedRefusal({ refusal }: { refusal: PreviewRefusal }) {
  const t = useTranslations("stores.productImport.preview");
  const { message, supportCode, columns, missingColumns } = refusal;
  const code = (chunks: ReactNode) => <code className="font-mono">{chunks}</code>;
  return (
    <Notice tone="danger" title={t("refused")}>
      <p>{message}</p>
      {missingColumns.length > 0 ? (
        <p className="mt-1">{t.rich("missingColumns", { names: missingColumns.join(", "), code })}</p>
      ) : null}
      {columns.length > 0 ? (
        <p className="mt-1 text-sm text-ink-muted">{t.rich("foundColumns", { names: columns.join(", "), code })}</p>
      ) : null}
      {supportCode ? (
        <p className="mt-1 text-sm text-ink-muted">{t.rich("supportCode", { value: supportCode, code })}</p>
      ) : null}
    </Notice>
  );
}
