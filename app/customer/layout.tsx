import type { ReactNode } from "react";
import { SignedInHeader } from "@/app/signed-in-header";
import { Texts } from "@/app/texts";
import { OwnNav } from "@/components/customers/own/own-nav";
import { AppShell } from "@/components/ui/app-shell";
import { QueryProvider } from "@/components/ui/query-provider";
import { SiteFooter } from "@/components/ui/site-footer";
import { requireCustomerUser } from "@/lib/customers/queries/require-customer-user";

/** The frame of a customer's people: what their role may not see has no way to it. */
export default async function CustomerLayout({ children }: { children: ReactNode }) {
  const { name, customer, may } = await requireCustomerUser();
  return (
    <Texts areas={["customer"]}>
      <AppShell
        header={<SignedInHeader name={name} context={<bdi>{customer}</bdi>} />}
        nav={<OwnNav may={[...may]} />}
        footer={<SiteFooter />}
      >
        <QueryProvider>{children}</QueryProvider>
      </AppShell>
    </Texts>
  );
}
