"use client";

import { ChevronDown, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { SavedView } from "@/lib/platform/onboardings/view";
import { closeByEscape } from "./onboarding-columns";
import { type Facts, searchWith, tableAddress } from "./onboarding-table-address";

/** What can be done with somebody's views. */
export type ViewActs = {
  save: (given: { name: string; search: string }) => Promise<Envelope<SavedView>>;
  remove: (given: { id: number }) => Promise<Envelope<unknown>>;
};

type OnboardingViewsProps = { views: readonly SavedView[]; facts: Facts; acts: ViewActs };

/** The views that somebody has saved, and the one that they look at, to be saved under a name. */
export function OnboardingViews({ views, facts, acts }: OnboardingViewsProps) {
  const t = useTranslations("onboardings.views");
  const router = useRouter();
  const [said, setSaid] = useState<{ told?: string; refused?: string }>({});
  const [busy, setBusy] = useState(false);
  const act = async (work: Promise<Envelope<unknown>>, told: string) => {
    setBusy(true);
    const answer = await work.catch(() => null);
    setBusy(false);
    setSaid(
      answer?.success ? { told } : { refused: answer?.error?.errors[0]?.message ?? answer?.message ?? t("failed") },
    );
    if (answer?.success) router.refresh();
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    void act(acts.save({ name, search: searchWith(facts).toString() }), t("saved", { name }));
  };
  return (
    <details data-menu className="group relative" onKeyDown={closeByEscape}>
      <summary className={buttonStyle({ variant: "secondary", size: "small", className: "cursor-pointer list-none" })}>
        {t("label")}
        <ChevronDown aria-hidden className="group-open:rotate-180" />
      </summary>
      <div className="absolute right-0 z-10 mt-1 grid w-72 gap-4 rounded-md border border-line bg-surface p-4 max-sm:right-auto max-sm:left-0">
        {views.length === 0 ? <p className="text-sm text-ink-muted">{t("none")}</p> : null}
        <ul className="grid max-h-60 overflow-y-auto empty:hidden">
          {views.map(({ id, name, search }) => (
            <li key={id} className="flex items-center justify-between gap-2">
              <Link
                href={search ? `${tableAddress}?${search}` : tableAddress}
                prefetch={false}
                scroll={false}
                className="link inline-flex min-h-11 min-w-0 items-center wrap-anywhere sm:min-h-9"
              >
                {name}
              </Link>
              <Button
                variant="ghost"
                size="icon"
                aria-label={t("remove", { name })}
                onClick={() => void act(acts.remove({ id }), t("removed", { name }))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
        <form onSubmit={save} className="grid gap-3">
          <Field name="name" label={t("name")} hint={t("nameHint")} error={said.refused}>
            <Input name="name" required maxLength={60} autoComplete="off" />
          </Field>
          <Button type="submit" variant="secondary" size="small" busy={busy} busyLabel={t("saving")}>
            {t("save")}
          </Button>
        </form>
        <p role="status" className="text-sm text-ink-muted empty:hidden">
          {said.told}
        </p>
      </div>
    </details>
  );
}
