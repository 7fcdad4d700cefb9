import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { PartNav } from "@/components/ui/part-nav";
import { QueryProvider } from "@/components/ui/query-provider";
import { requireOpenStore } from "@/lib/stores/queries/require-store";
import { type SettingsPart, settingsParts } from "@/lib/stores/schema";
import { SettingsBody } from "./settings-body";

type Props = { params: Promise<{ code: string; part: string }> };

const toPart = (given: string): SettingsPart => settingsParts.find(part => part === given) ?? notFound();

/** "Letzshop – Settings". */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const part = toPart((await params).part);
  const t = await getTranslations("stores.settings");
  return { title: `${t(`parts.${part}.title`)} – ${t("title")}` };
}

/** One part of what the wizard asked, to be changed afterwards. */
export default async function SettingsPartPage({ params }: Props) {
  const given = await params;
  const store = await requireOpenStore(given.code);
  const part = toPart(given.part);
  const t = await getTranslations("stores.settings");
  const base = `/store/${store.code}/settings`;
  const places = settingsParts.map(name => ({ href: `${base}/${name}`, label: t(`parts.${name}.title`) }));
  return (
    <div className="max-w-wizard">
      <PageHeader eyebrow={t("title")} title={t(`parts.${part}.title`)} description={t(`parts.${part}.lead`)} />
      <PartNav label={t("nav")} places={places} current={`${base}/${part}`} />
      <QueryProvider>
        <SettingsBody part={part} storeId={store.id} />
      </QueryProvider>
    </div>
  );
}
