import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SupportContact } from "@/components/auth/support-contact";
import { RefusalNotes } from "@/components/flow/refusal-notes";
import { WizardFrame } from "@/components/flow/wizard-frame";
import { StoreSkipped } from "@/components/stores/store-skipped";
import { supportAddress } from "@/lib/platform/auth/queries";
import { requireStore } from "@/lib/stores/queries/require-store";
import { type StepSlug, stepSlugs } from "@/lib/stores/schema";
import { stepAt } from "@/lib/stores/view/onboarding";
import { noteRefusal } from "../actions";
import { StepBody } from "./step-body";

type Props = {
  params: Promise<{ code: string; step: string }>;
  searchParams: Promise<{ from?: string | string[] }>;
};

const toSlug = (step: string): StepSlug => stepSlugs.find(slug => slug === step) ?? notFound();

/** "Connect Letzshop – Step 2 of 4 – Gangway". */
export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const slug = toSlug((await params).step);
  const t = await getTranslations();
  const place = t("flow.stepOf", { number: stepSlugs.indexOf(slug) + 1, total: stepSlugs.length });
  return { title: `${t(`stores.steps.${slug}.title`)} – ${place}` };
}

/** One step of the wizard; the server decides which: a later one leads back to the first unfinished. */
export default async function StepPage({ params, searchParams }: Props) {
  const { code, step } = await params;
  const slug = toSlug(step);
  const store = await requireStore(code);
  if (store.status.isCompleted) redirect(`/store/${code}/dashboard`);
  const at = stepSlugs.indexOf(slug);
  if (at >= store.status.currentStepNumber) redirect(`/store/${code}/onboarding`);
  const t = await getTranslations("stores");
  const base = `/store/${code}/onboarding`;
  // Who came from the check page to change one answer goes back to it.
  const isChange = (await searchParams).from === "check" && store.status.currentStep === "order_sync";
  const next = isChange ? "order-sync" : (stepSlugs[at + 1] ?? slug);
  const steps = stepSlugs.map(id => ({
    id,
    title: t(`steps.${id}.short`),
    href: `${base}/${id}`,
    state: stepAt(store.status, id).completed ? ("done" as const) : ("pending" as const),
  }));
  return (
    <WizardFrame
      steps={steps}
      currentId={slug}
      title={t(`steps.${slug}.title`)}
      why={t(`steps.${slug}.why`)}
      banner={<StoreSkipped status={store.status} dashboard={`/store/${code}/dashboard`} />}
      backHref={at > 0 ? `${base}/${stepSlugs[at - 1]}` : undefined}
      saveLater={
        <Link className="link justify-self-start" href="/">
          {t("saveLater")}
        </Link>
      }
      help={<SupportContact address={supportAddress()} about="anyTrouble" />}
    >
      <RefusalNotes step={slug} note={noteRefusal}>
        <StepBody slug={slug} storeId={store.id} base={base} next={`${base}/${next}`} />
      </RefusalNotes>
    </WizardFrame>
  );
}
