import type { ReactNode } from "react";
import { SignedInHeader } from "@/app/signed-in-header";
import { Texts } from "@/app/texts";
import { AgentNav } from "@/components/agents/agent-nav";
import { AppShell } from "@/components/ui/app-shell";
import { QueryProvider } from "@/components/ui/query-provider";
import { SiteFooter } from "@/components/ui/site-footer";
import { requireOpenAgent } from "@/lib/agents/queries/require-agent";

/** The agent's frame, behind the gate. */
export default async function AgentLayout({ children }: { children: ReactNode }) {
  const { name } = await requireOpenAgent();
  return (
    <Texts areas={["agents", "fields"]}>
      <AppShell header={<SignedInHeader name={name} />} nav={<AgentNav />} footer={<SiteFooter />}>
        <QueryProvider>{children}</QueryProvider>
      </AppShell>
    </Texts>
  );
}
