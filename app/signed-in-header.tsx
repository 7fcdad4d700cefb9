import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Bell } from "@/app/bell";
import { Texts } from "@/app/texts";
import { AccountMenu } from "@/components/auth/account-menu";
import { PointedField } from "@/components/auth/pointed-field";
import { SiteHeader } from "@/components/ui/site-header";

type SignedInHeaderProps = {
  /** What is open: a shop, the desk. */
  context?: ReactNode;
  /** Whose session this is, where the page knows. */
  name?: string | null;
  width?: "wizard" | "page";
  /** Off where the bell would show somebody else's notices than the page's. */
  hasBell?: boolean;
};

/** The bar on top of every page of somebody who is signed in: what is open, the bell, the account. */
export async function SignedInHeader({ context, name, width, hasBell = true }: SignedInHeaderProps) {
  const t = await getTranslations("common");
  const actions = (
    <>
      {hasBell ? <Bell /> : null}
      <AccountMenu name={name} />
    </>
  );
  return (
    <Texts areas={["notices"]}>
      <SiteHeader name={t("product")} home="/" context={context} actions={actions} width={width} />
      <PointedField />
    </Texts>
  );
}
