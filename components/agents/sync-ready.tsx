"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { SyncQuote } from "./sync-quote";
import { useSyncAct } from "./use-sync-act";

const promises = ["parts", "reads", "failure", "close"] as const;

/** Before the first sync: how much there is, what will happen, and the button that starts. */
export function SyncReady({ keyHref }: { keyHref: string }) {
  const t = useTranslations("agents.sync");
  const { busy, problem, start } = useSyncAct();
  return (
    <div className="grid gap-6">
      <SyncQuote />
      <section aria-labelledby="what-will-happen" className="grid gap-3">
        <h2 id="what-will-happen" className="font-semibold">
          {t("willTitle")}
        </h2>
        <ul className="grid gap-2">
          {promises.map(name => (
            <li key={name} className="flex gap-2.5 text-pretty">
              <Check aria-hidden className="mt-1 size-4 shrink-0 text-success" />
              <span>{t(`will.${name}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <Button size="large" busy={busy} busyLabel={t("starting")} onClick={start} className="max-sm:w-full">
          {t("start")}
        </Button>
        <LinkButton href={keyHref} variant="ghost" className="max-sm:w-full">
          {t("changeKey")}
        </LinkButton>
      </div>
    </div>
  );
}
