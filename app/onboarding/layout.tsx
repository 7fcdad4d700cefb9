import type { ReactNode } from "react";
import { SignedInHeader } from "@/app/signed-in-header";
import { Texts } from "@/app/texts";
import { AppShell } from "@/components/ui/app-shell";
import { QueryProvider } from "@/components/ui/query-provider";
import { SiteFooter } from "@/components/ui/site-footer";
import { requirePractitioner } from "@/lib/practitioners/queries/require-practitioner";

/** The wizard's own frame: no navigation, one column. */
export default async function WizardLayout({ children }: { children: ReactNode }) {
  await requirePractitioner();
  return (
    <Texts areas={["practitioners", "fields"]}>
      <AppShell header={<SignedInHeader width="wizard" />} footer={<SiteFooter width="wizard" />}>
        <QueryProvider>{children}</QueryProvider>
      </AppShell>
    </Texts>
  );
}
