import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { KeyForm } from "@/components/agents/step-forms";
import { SupportContact } from "@/components/auth/support-contact";
import { WizardFrame } from "@/components/flow/wizard-frame";
import { findDemoKey, getCredential } from "@/lib/agents/queries/credential";
import { requireAgent } from "@/lib/agents/queries/require-agent";
import { getStatus } from "@/lib/agents/queries/status";
import { supportAddress } from "@/lib/platform/auth/queries";
import { listWizardSteps, wizard } from "../list-wizard-steps";

/** "Connect reZEN – Step 1 of 2 – Gangway". */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("agents.steps.connect.title")} – ${t("flow.stepOf", { number: 1, total: 2 })}` };
}

/** Step 1: the key to reZEN, tried out before it is kept. */
export default async function ConnectPage() {
  const { userId } = await requireAgent();
  const [saved, current] = await Promise.all([getCredential(userId), getStatus(userId)]);
  const t = await getTranslations("agents");
  const isComplete = current?.state === "complete";
  return (
    <WizardFrame
      steps={await listWizardSteps({ hasKey: saved.lastFour !== null, isComplete })}
      currentId="connect"
      title={t("steps.connect.title")}
      why={t("steps.connect.why")}
      saveLater={
        <Link className="link justify-self-start" href="/">
          {t("saveLater")}
        </Link>
      }
      help={<SupportContact address={supportAddress()} about="anyTrouble" />}
    >
      <KeyForm saved={saved} next={`${wizard}/sync`} demo={findDemoKey()} />
    </WizardFrame>
  );
}
