"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { DeleteKey } from "./delete-key";

type Props = {
  lastFour: string;
  shop: string;
  /** What deletes the key. */
  address: string;
  isWizard: boolean;
  /** What else can be done with it. */
  children: ReactNode;
};

/** The key on file, as far as it may be shown, and what can be done with it. */
export function SavedKey({ lastFour, shop, address, isWizard, children }: Props) {
  const t = useTranslations("stores.letzshop");
  return (
    <Card
      title={t("keyOnFile", { lastFour, shop })}
      description={t("replaceKey")}
      actions={<DeleteKey lastFour={lastFour} shop={shop} address={address} isWizard={isWizard} />}
    >
      {children}
    </Card>
  );
}
