import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SyncStep } from "@/components/agents/step-forms";
import { SupportContact } from "@/components/auth/support-contact";
import { NotifyMe } from "@/components/flow/notify-me";
import { WizardFrame } from "@/components/flow/wizard-frame";
import { getCredential } from "@/lib/agents/queries/credential";
import { getReadyChoice } from "@/lib/agents/queries/ready";
import { requireAgent } from "@/lib/agents/queries/require-agent";
import { getStatus } from "@/lib/agents/queries/status";
import { supportAddress } from "@/lib/platform/auth/queries";
import { placeOfKey } from "../../place-of-key";
import { listWizardSteps, wizard } from "../list-wizard-steps";

/** What the page is about now: the start, the sync that runs, or how it ended. */
const findState = async (userId: number) => {
  const current = await getStatus(userId);
  if (!current) return { current, state: "ready" as const };
  if (current.waitingFor === "resume") return { current, state: "paused" as const };
  if (current.endedAt === null) return { current, state: "running" as const };
  const { state } = current;
  return { current, state: state === "pending" || state === "waiting" ? ("running" as const) : state };
};

/** "Your data is on its way – Step 2 of 2 – Gangway". */
export async function generateMetadata(): Promise<Metadata> {
  const { state } = await findState((await requireAgent()).userId);
  const t = await getTranslations();
  return { title: `${t(`agents.states.${state}.title`)} – ${t("flow.stepOf", { number: 2, total: 2 })}` };
}

/** Step 2: what to expect, the nine parts as they come, and how that ended. */
export default async function SyncPage() {
  const { userId, isThroughGate } = await requireAgent();
  const [{ lastFour }, { current, state }] = await Promise.all([getCredential(userId), findState(userId)]);
  if (!current && lastFour === null) redirect(`${wizard}/connect`);
  const t = await getTranslations("agents");
  return (
    <WizardFrame
      steps={await listWizardSteps({ hasKey: lastFour !== null, isComplete: state === "complete" })}
      currentId="sync"
      title={t(`states.${state}.title`)}
      why={t(`states.${state}.why`)}
      backHref={state === "ready" ? `${wizard}/connect` : undefined}
      saveLater={
        state === "ready" ? (
          <Link className="link justify-self-start" href="/">
            {t("saveLater")}
          </Link>
        ) : undefined
      }
      help={<SupportContact address={supportAddress()} about="anyTrouble" />}
    >
      <SyncStep
        current={current}
        keyHref={placeOfKey({ isThroughGate })}
        notify={<NotifyMe {...(await getReadyChoice(userId))} />}
      />
    </WizardFrame>
  );
}
