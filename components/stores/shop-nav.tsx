"use client";

import { LayoutDashboard, Package, Receipt, Settings } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SideNav } from "@/components/ui/side-nav";

type Place = "dashboard" | "orders" | "products" | "settings";

const places: { path: Place; start?: string; icon: ReactNode }[] = [
  { path: "dashboard", icon: <LayoutDashboard aria-hidden /> },
  { path: "orders", icon: <Receipt aria-hidden /> },
  { path: "products", icon: <Package aria-hidden /> },
  { path: "settings", start: "settings/profile", icon: <Settings aria-hidden /> },
];

/** The way round a shop. */
export function ShopNav({ base }: { base: string }) {
  const t = useTranslations("stores.nav");
  const here = usePathname();
  const items = places.map(({ path, start = path, icon }) => ({
    href: `${base}/${start}`,
    label: t(path),
    icon,
    current: here === `${base}/${path}` || here.startsWith(`${base}/${path}/`),
  }));
  return <SideNav items={items} label={t("label")} />;
}
