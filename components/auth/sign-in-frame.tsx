import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LanguageSwitch } from "@/components/ui/language-switch";
import { Notice } from "@/components/ui/notice";
import { SiteHeader } from "@/components/ui/site-header";
import { SkipLink } from "@/components/ui/skip-link";

type SignInFrameProps = {
  title: ReactNode;
  lead?: ReactNode;
  /** At the end of the header, for who is signed in; for others the choice of the language is there. */
  actions?: ReactNode;
  /** Other ways and contact, in the same place on each page. */
  help?: ReactNode;
  children: ReactNode;
};

/** A page on the way in: one column, one job. */
export function SignInFrame({ title, lead, actions, help, children }: SignInFrameProps) {
  const t = useTranslations();
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <SiteHeader name={t("common.product")} home="/" width="wizard" actions={actions ?? <LanguageSwitch />} />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-[calc(40rem+3rem)] flex-1 px-4 py-8 sm:px-6 sm:py-14"
      >
        <div className="grid gap-8 motion-safe:animate-enter">
          <header className="grid gap-2">
            <h1 className="text-[1.75rem] leading-9 font-semibold sm:text-[2rem] sm:leading-10">{title}</h1>
            {lead ? <p className="text-lg leading-7 text-pretty text-ink-muted">{lead}</p> : null}
          </header>
          <noscript>
            <Notice tone="warning" title={t("auth.noScript")} />
          </noscript>
          {children}
          {help ? <footer className="grid gap-3 border-t border-line pt-6 text-[0.9375rem]">{help}</footer> : null}
        </div>
      </main>
    </div>
  );
}
