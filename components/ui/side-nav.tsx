"use client";

import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { classNames } from "./class-names";

/** A place to go to; `icon` is a rendered icon, `current` marks where we are. */
export type NavItem = { href: string; label: string; icon?: ReactNode; current?: boolean };

/** The way round a shop or the admin area: a column beside the page, a folding list above it under 1024 px. */
export function SideNav({ items, label }: { items: readonly NavItem[]; label?: string }) {
  const t = useTranslations("common");
  const [open, setOpen] = useState(false);
  const id = useId();
  const current = items.find(item => item.current);
  return (
    <nav aria-label={label ?? t("navigation")} className="lg:w-56 lg:shrink-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 w-full items-center gap-3 rounded-md border border-line bg-surface px-3 font-medium lg:hidden"
      >
        {current?.icon}
        <span>
          <span className="sr-only">{t("menu")}: </span>
          {current?.label ?? t("menu")}
        </span>
        <ChevronDown
          aria-hidden
          className={classNames(
            "ml-auto size-5 text-ink-muted transition-transform duration-150",
            open && "rotate-180",
          )}
        />
      </button>
      <ul id={id} className={classNames("gap-0.5 max-lg:mt-2 lg:grid", open ? "grid" : "hidden")}>
        {items.map(item => (
          <li key={item.href}>
            <Link
              href={item.href}
              aria-current={item.current ? "page" : undefined}
              onClick={() => setOpen(false)}
              className="flex min-h-11 items-center gap-3 rounded-md px-3 text-ink-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent-ink lg:min-h-10 [&_svg]:size-5"
            >
              {item.icon}
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
