"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext } from "react";

/** A language to choose: its code, its name in itself, and what chooses it: an action of the server, which works without scripts too. */
export type Language = { code: string; name: string; choose: () => Promise<void> };

const LanguagesContext = createContext<{ languages: readonly Language[]; current: string }>({
  languages: [],
  current: "",
});

type LanguagesProps = { languages: readonly Language[]; current: string; children: ReactNode };

/** Tells every page which languages there are; without any, nothing can be chosen. */
export function Languages({ languages, current, children }: LanguagesProps) {
  return <LanguagesContext value={{ languages, current }}>{children}</LanguagesContext>;
}

/** Choice of the language, each by its own name. The page stays where it is. */
export function LanguageSwitch() {
  const t = useTranslations("common");
  const { languages, current } = useContext(LanguagesContext);
  if (languages.length === 0) return null;
  return (
    <form>
      <fieldset className="flex w-fit rounded-md border border-line bg-surface p-0.5">
        <legend className="sr-only">{t("language")}</legend>
        {languages.map(({ code, name, choose }) => (
          <button
            key={code}
            type="submit"
            formAction={choose}
            lang={code}
            aria-current={code === current ? "true" : undefined}
            className="min-h-11 rounded-sm px-2.5 text-sm text-ink-muted hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink sm:min-h-7"
          >
            {name}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
