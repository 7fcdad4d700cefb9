"use client";

import { ChartColumn, Handshake, History, House, LayoutDashboard, Network, Settings } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { SideNav } from "@/components/ui/side-nav";

const places = [
  { path: "dashboard", icon: <LayoutDashboard aria-hidden /> },
  { path: "transactions", icon: <Handshake aria-hidden /> },
  { path: "listings", icon: <House aria-hidden /> },
  { path: "network", icon: <Network aria-hidden /> },
  { path: "earnings", icon: <ChartColumn aria-hidden /> },
  { path: "syncs", icon: <History aria-hidden /> },
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
    current: here === `/agent/${path}` || here.startsWith(`/agent/${path}/`),
  }));
  return <SideNav items={items} label={t("label")} />;
}
