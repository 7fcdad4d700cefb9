import type { ReactNode } from "react";
import { SignedInHeader } from "@/app/signed-in-header";
import { Texts } from "@/app/texts";
import { ShopNav } from "@/components/stores/shop-nav";
import { AppShell } from "@/components/ui/app-shell";
import { SiteFooter } from "@/components/ui/site-footer";
import { requireOpenStore } from "@/lib/stores/queries/require-store";

type Props = { children: ReactNode; params: Promise<{ code: string }> };

/** The shop's frame, behind the gate. */
export default async function ShopLayout({ children, params }: Props) {
  const store = await requireOpenStore((await params).code);
  return (
    <Texts areas={["stores", "fields"]}>
      <AppShell
        header={<SignedInHeader context={store.name} />}
        nav={<ShopNav base={`/store/${store.code}`} />}
        footer={<SiteFooter />}
      >
        {children}
      </AppShell>
    </Texts>
  );
}
