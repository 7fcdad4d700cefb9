"use client";

import {
  Activity,
  BellRing,
  Briefcase,
  Building2,
  CalendarClock,
  ChartColumn,
  FileUp,
  FlaskConical,
  GraduationCap,
  Handshake,
  History,
  IdCard,
  Layers,
  LayoutDashboard,
  ListChecks,
  MessageSquareText,
  Send,
  Store,
  Users,
  Workflow,
} from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { SideNav } from "@/components/ui/side-nav";

const places = [
  { href: "/admin", label: "overview", icon: <LayoutDashboard aria-hidden /> },
  { href: "/admin/onboardings", label: "onboardings", icon: <ListChecks aria-hidden /> },
  { href: "/admin/cohorts", label: "cohorts", icon: <Layers aria-hidden /> },
  { href: "/admin/stores", label: "stores", icon: <Store aria-hidden /> },
  { href: "/admin/agents", label: "agents", icon: <Briefcase aria-hidden /> },
  { href: "/admin/employers", label: "employers", icon: <Building2 aria-hidden /> },
  { href: "/admin/members", label: "members", icon: <IdCard aria-hidden /> },
  { href: "/admin/customers", label: "customers", icon: <Workflow aria-hidden /> },
  { href: "/admin/practitioners", label: "practitioners", icon: <GraduationCap aria-hidden /> },
  { href: "/admin/practitioners/import", label: "calling", icon: <FileUp aria-hidden /> },
  { href: "/admin/people", label: "people", icon: <Users aria-hidden /> },
  { href: "/admin/partners", label: "partners", icon: <Handshake aria-hidden /> },
  { href: "/admin/metrics", label: "metrics", icon: <ChartColumn aria-hidden /> },
  { href: "/admin/feedback", label: "feedback", icon: <MessageSquareText aria-hidden /> },
  { href: "/admin/alerts", label: "alerts", icon: <BellRing aria-hidden /> },
  { href: "/admin/audit", label: "audit", icon: <History aria-hidden /> },
  { href: "/admin/notifications", label: "notifications", icon: <Send aria-hidden /> },
  { href: "/admin/health", label: "health", icon: <Activity aria-hidden /> },
  { href: "/admin/schedule", label: "schedule", icon: <CalendarClock aria-hidden /> },
  { href: "/admin/sandbox", label: "sandbox", icon: <FlaskConical aria-hidden /> },
] as const;

/** The way round the admin's desk; the sandbox is there in demo and test only. */
export function AdminNav({ hasSandbox }: { hasSandbox: boolean }) {
  const t = useTranslations("admin.nav");
  const here = usePathname();
  const shown = places.filter(({ label }) => label !== "sandbox" || hasSandbox);
  const isHere = (href: string) => here === href || (href !== "/admin" && here.startsWith(`${href}/`));
  // Of two that lead here the one that says more.
  const [current] = shown.filter(({ href }) => isHere(href)).sort((a, b) => b.href.length - a.href.length);
  return (
    <SideNav
      items={shown.map(place => ({
        href: place.href,
        label: t(place.label),
        icon: place.icon,
        current: place === current,
      }))}
      label={t("label")}
    />
  );
}
