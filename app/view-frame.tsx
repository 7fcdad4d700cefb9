import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LookTabs } from "@/components/admin/look-tabs";
import { ViewBanner } from "@/components/admin/view-banner";
import { Languages } from "@/components/ui/language-switch";
import { ReadOnly } from "@/components/ui/read-only";
import { ownSession } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { secondsLeft } from "@/lib/platform/view-as/queries";
import { Texts } from "./texts";

/** Round every page: while an admin looks with somebody else's eyes, whose they are stands above it, and no form is sent. An admin's tabs hear when that begins and ends. */
export async function ViewFrame({ children }: { children: ReactNode }) {
  // Whoever cannot be read now is told so by the page, which asks for the same.
  const session = await ownSession().catch(() => null);
  if (!session || !isAdmin(session)) return children;
  const { look } = session;
  if (!look)
    return (
      <>
        <LookTabs />
        {children}
      </>
    );
  const t = await getTranslations("viewAs.banner");
  const { id, name: given } = look.person;
  const name = given ?? t("nameless", { id: String(id) });
  return (
    <Texts areas={["viewAs"]}>
      <LookTabs />
      <ViewBanner personId={id} name={name} reason={look.reason} secondsLeft={await secondsLeft(look.endsAt)} />
      <Languages languages={[]} current="">
        <ReadOnly why={t("submit", { name })}>{children}</ReadOnly>
      </Languages>
    </Texts>
  );
}
