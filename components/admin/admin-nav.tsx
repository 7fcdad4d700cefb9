"use client";

import {
  Activity,
  BellRing,
  Briefcase,
  Building2,
  ChartColumn,
  FileUp,
  Handshake,
  IdCard,
  LayoutDashboard,
  Store,
  Users,
  Workflow,
} from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { SideNav } from "@/components/ui/side-nav";

const places = [
  { href: "/admin", label: "overview", icon: <LayoutDashboard aria-hidden /> },
  { href: "/admin/stores", label: "stores", icon: <Store aria-hidden /> },
  { href: "/admin/agents", label: "agents", icon: <Briefcase aria-hidden /> },
  { href: "/admin/employers", label: "employers", icon: <Building2 aria-hidden /> },
  { href: "/admin/members", label: "members", icon: <IdCard aria-hidden /> },
  { href: "/admin/customers", label: "customers", icon: <Workflow aria-hidden /> },
  { href: "/admin/practitioners/import", label: "calling", icon: <FileUp aria-hidden /> },
  { href: "/admin/people", label: "people", icon: <Users aria-hidden /> },
  { href: "/admin/partners", label: "partners", icon: <Handshake aria-hidden /> },
  { href: "/admin/metrics", label: "metrics", icon: <ChartColumn aria-hidden /> },
  { href: "/admin/alerts", label: "alerts", icon: <BellRing aria-hidden /> },
  { href: "/admin/health", label: "health", icon: <Activity aria-hidden /> },
] as const;

/** The way round the admin's desk. */
export function AdminNav() {
  const t = useTranslations("admin.nav");
  const here = usePathname();
  const isHere = (href: string) => here === href || (href !== "/admin" && here.startsWith(`${href}/`));
  return (
    <SideNav
      items={places.map(({ href, label, icon }) => ({ href, label: t(label), icon, current: isHere(href) }))}
      label={t("label")}
    />
  );
}
