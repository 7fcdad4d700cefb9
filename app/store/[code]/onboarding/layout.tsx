import type { ReactNode } from "react";
import { SignedInHeader } from "@/app/signed-in-header";
import { Texts } from "@/app/texts";
import { AppShell } from "@/components/ui/app-shell";
import { QueryProvider } from "@/components/ui/query-provider";
import { SiteFooter } from "@/components/ui/site-footer";
import { requireStore } from "@/lib/stores/queries/require-store";

type Props = { children: ReactNode; params: Promise<{ code: string }> };

/** The wizard's own frame: no shop navigation, one column. */
export default async function WizardLayout({ children, params }: Props) {
  const store = await requireStore((await params).code);
  return (
    <Texts areas={["stores", "fields"]}>
      <AppShell header={<SignedInHeader context={store.name} width="wizard" />} footer={<SiteFooter width="wizard" />}>
        <QueryProvider>{children}</QueryProvider>
      </AppShell>
    </Texts>
  );
}
