"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Theme } from "./theme";

const choices = [
  { theme: "system", Icon: Monitor },
  { theme: "light", Icon: Sun },
  { theme: "dark", Icon: Moon },
] as const;

/** Choice between the device's setting, light and dark. Kept in a cookie, so that the server draws the next page right at once. */
export function ThemeToggle({ theme: initial }: { theme: Theme }) {
  const t = useTranslations("common");
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    setTheme(next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store interface is missing on plain http
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
  };
  return (
    <fieldset className="flex w-fit rounded-md border border-line bg-surface p-0.5">
      <legend className="sr-only">{t("theme")}</legend>
      {choices.map(({ theme: value, Icon }) => (
        <label
          key={value}
          title={t(`themes.${value}`)}
          className="relative grid size-11 place-items-center rounded-sm text-ink-muted hover:text-ink has-checked:bg-sunken has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent sm:size-7"
        >
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme === value}
            onChange={() => choose(value)}
            className="absolute inset-0 size-full cursor-pointer appearance-none opacity-0"
          />
          <Icon aria-hidden className="size-4" />
          <span className="sr-only">{t(`themes.${value}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
