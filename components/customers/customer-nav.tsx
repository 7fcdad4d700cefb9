"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { PartNav } from "@/components/ui/part-nav";

/** The way round the pages of one customer. */
export function CustomerNav({ id }: { id: number }) {
  const t = useTranslations("customers.parts");
  const here = `/admin/customers/${id}`;
  const places = [
    { href: here, label: t("overview") },
    { href: `${here}/workflows`, label: t("workflows") },
    { href: `${here}/syncs`, label: t("syncs") },
    { href: `${here}/access`, label: t("access") },
    { href: `${here}/monitoring`, label: t("monitoring") },
    { href: `${here}/criteria`, label: t("criteria") },
  ];
  return <PartNav label={t("label")} places={places} current={usePathname()} />;
}
