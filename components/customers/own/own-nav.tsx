"use client";

import { Bell, History, LayoutDashboard, Users, Workflow } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { SideNav } from "@/components/ui/side-nav";
import type { Permission } from "@/lib/customers/schema/access";

const places = [
  { path: "", name: "overview", icon: <LayoutDashboard aria-hidden />, needs: null },
  { path: "/workflows", name: "workflows", icon: <Workflow aria-hidden />, needs: "workflows.read" },
  { path: "/changes", name: "changes", icon: <History aria-hidden />, needs: "changes.read" },
  { path: "/users", name: "users", icon: <Users aria-hidden />, needs: "users.read" },
  { path: "/preferences", name: "preferences", icon: <Bell aria-hidden />, needs: "preferences.manage" },
] as const;

/** The way round a customer, as far as somebody's role goes. */
export function OwnNav({ may }: { may: readonly Permission[] }) {
  const t = useTranslations("customer.nav");
  const here = usePathname();
  const items = places
    .filter(({ needs }) => needs === null || may.includes(needs))
    .map(({ path, name, icon }) => {
      const href = `/customer${path}`;
      return { href, label: t(name), icon, current: here === href || (path !== "" && here.startsWith(`${href}/`)) };
    });
  return <SideNav items={items} label={t("label")} />;
}
