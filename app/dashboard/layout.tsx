import type { ReactNode } from "react";
import { SignedInHeader } from "@/app/signed-in-header";
import { Texts } from "@/app/texts";
import { AppShell } from "@/components/ui/app-shell";
import { QueryProvider } from "@/components/ui/query-provider";
import { SiteFooter } from "@/components/ui/site-footer";
import { requireOpenPractitioner } from "@/lib/practitioners/queries/require-practitioner";

/** The practitioner's frame, behind the gate. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  await requireOpenPractitioner();
  return (
    <Texts areas={["practitioners", "fields"]}>
      <AppShell header={<SignedInHeader />} footer={<SiteFooter />}>
        <QueryProvider>{children}</QueryProvider>
      </AppShell>
    </Texts>
  );
}
