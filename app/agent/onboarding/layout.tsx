import type { ReactNode } from "react";
import { SignedInHeader } from "@/app/signed-in-header";
import { Texts } from "@/app/texts";
import { AppShell } from "@/components/ui/app-shell";
import { QueryProvider } from "@/components/ui/query-provider";
import { SiteFooter } from "@/components/ui/site-footer";
import { requireAgent } from "@/lib/agents/queries/require-agent";

/** The set-up's own frame: no navigation, one column. */
export default async function OnboardingLayout({ children }: { children: ReactNode }) {
  const { name } = await requireAgent();
  return (
    <Texts areas={["agents", "fields"]}>
      <AppShell header={<SignedInHeader name={name} width="wizard" />} footer={<SiteFooter width="wizard" />}>
        <QueryProvider>{children}</QueryProvider>
      </AppShell>
    </Texts>
  );
}
