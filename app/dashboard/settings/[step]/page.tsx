import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import { PartNav } from "@/components/ui/part-nav";
import { requireOpenPractitioner } from "@/lib/practitioners/queries/require-practitioner";
import { type StepSlug, stepSlugs } from "@/lib/practitioners/schema";
import { SettingsBody } from "./settings-body";

type Props = { params: Promise<{ step: string }> };

const toSlug = (step: string): StepSlug => stepSlugs.find(slug => slug === step) ?? notFound();
const base = "/dashboard/settings";

/** "Bio and about – Settings – Gangway". */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const slug = toSlug((await params).step);
  const t = await getTranslations("practitioners");
  return { title: `${t(`steps.${slug}.title`)} – ${t("settings.title")}` };
}

/** One part of what the wizard asked, to be changed afterwards. */
export default async function SettingsPartPage({ params }: Props) {
  const { id } = await requireOpenPractitioner();
  const slug = toSlug((await params).step);
  const t = await getTranslations("practitioners");
  const places = stepSlugs.map(name => ({ href: `${base}/${name}`, label: t(`steps.${name}.short`) }));
  return (
    <div className="mx-auto w-full max-w-wizard">
      <BackLink href="/dashboard" label={t("dashboard.title")} />
      <PageHeader className="mt-4" eyebrow={t("settings.title")} title={t(`steps.${slug}.title`)} />
      <PartNav label={t("settings.nav")} places={places} current={`${base}/${slug}`} />
      <SettingsBody slug={slug} practitionerId={id} />
    </div>
  );
}
