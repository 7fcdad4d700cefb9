"use client";

import { LayoutDashboard, Package, Receipt } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { SideNav } from "@/components/ui/side-nav";

const places = [
  { path: "dashboard", icon: <LayoutDashboard aria-hidden /> },
  { path: "orders", icon: <Receipt aria-hidden /> },
  { path: "products", icon: <Package aria-hidden /> },
] as const;

/** The way round a shop. */
export function ShopNav({ base }: { base: string }) {
  const t = useTranslations("stores.nav");
  const here = usePathname();
  const items = places.map(({ path, icon }) => ({
    href: `${base}/${path}`,
    label: t(path),
    icon,
    current: here === `${base}/${path}`,
  }));
  return <SideNav items={items} label={t("label")} />;
}
