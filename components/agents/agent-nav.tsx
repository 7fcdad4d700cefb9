"use client";

import { LayoutDashboard, Settings } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { SideNav } from "@/components/ui/side-nav";

const places = [
  { path: "dashboard", icon: <LayoutDashboard aria-hidden /> },
  { path: "settings", icon: <Settings aria-hidden /> },
] as const;

/** The way round an agent's account. */
export function AgentNav() {
  const t = useTranslations("agents.nav");
  const here = usePathname();
  const items = places.map(({ path, icon }) => ({
    href: `/agent/${path}`,
    label: t(path),
    icon,
    current: here === `/agent/${path}`,
  }));
  return <SideNav items={items} label={t("label")} />;
}
