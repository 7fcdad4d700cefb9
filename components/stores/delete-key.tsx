"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

type Props = { lastFour: string; shop: string; address: string; isWizard: boolean };

/** Asks whether the key shall go, says what stops working without it, and destroys it. */
export function DeleteKey({ lastFour, shop, address, isWizard }: Props) {
  const t = useTranslations("stores.key.delete");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button variant="secondary" size="small">
          <Trash2 aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { lastFour })}
      effect={t(isWizard ? "effectWizard" : "effect", { shop })}
      confirm={{ label: t("confirm"), busy: t("busy"), isDanger: true }}
      act={() => call("DELETE", address)}
      onDone={router.refresh}
    />
  );
}
