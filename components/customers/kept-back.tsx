"use client";

import { useTranslations } from "next-intl";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { CustomerActions } from "./customer-actions";

type KeptBackProps = {
  customerId: number;
  /** How many workflows Zuora no longer lists. */
  count: number;
  /** Nothing where somebody may only look. */
  sync: CustomerActions["sync"] | null;
};

/** Says that more is gone at Zuora than goes unasked, and lets it go after a question that names how much that is. */
export function KeptBack({ customerId, count, sync }: KeptBackProps) {
  const t = useTranslations("customers.keptBack");
  return (
    <Notice
      tone="warning"
      title={t("title", { count })}
      actions={
        sync ? (
          <ToldQuestion
            trigger={
              <Button variant="secondary" size="small">
                {t("button", { count })}
              </Button>
            }
            title={t("question", { count })}
            effect={t("effect", { count })}
            confirm={{ label: t("confirm", { count }), busy: t("busy"), isDanger: true }}
            act={() => sync({ customerId, acceptDeletions: true })}
            done={t("done")}
          />
        ) : undefined
      }
    >
      {t("text")}
    </Notice>
  );
}
