"use client";

import { Pencil, Plus, Tag } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { Envelope } from "@/lib/platform/http/envelope";
import { OfferingDialog } from "./offering-dialog";
import { OfferingSwitch } from "./offering-switch";
import { type Offered, useOfferingTexts } from "./use-offering-texts";

type Act = (input: unknown) => Promise<Envelope<unknown>>;
type OfferingListProps = { offerings: readonly Offered[]; add: Act; change: Act; show: Act };

/** What a practitioner offers: added, edited, shown to everybody or taken back. */
export function OfferingList({ offerings, add, change, show }: OfferingListProps) {
  const t = useTranslations("practitioners.offerings");
  const router = useRouter();
  const [news, setNews] = useState("");
  const onSaved = (title: string) => {
    setNews(t("saved", { title }));
    router.refresh();
  };
  return (
    <section id="offerings" tabIndex={-1} aria-label={t("title")}>
      <Card
        title={t("title")}
        description={t("help")}
        flush
        actions={
          <OfferingDialog
            trigger={
              <Button size="small">
                <Plus aria-hidden />
                {t("add")}
              </Button>
            }
            save={add}
            onSaved={onSaved}
          />
        }
      >
        {offerings.length > 0 ? (
          <ul className="divide-y divide-line">
            {offerings.map(offering => (
              <li key={offering.id} className="grid gap-3 px-4 py-4 sm:px-5">
                <Row offering={offering} change={change} show={show} onSaved={onSaved} />
              </li>
            ))}
          </ul>
        ) : (
          <EmptyState icon={Tag} title={t("none")}>
            {t("noneHelp")}
          </EmptyState>
        )}
      </Card>
      <p role="status" className="sr-only">
        {news}
      </p>
    </section>
  );
}

type RowProps = { offering: Offered; change: Act; show: Act; onSaved: (title: string) => void };

function Row({ offering, change, show, onSaved }: RowProps) {
  const t = useTranslations("practitioners.offerings");
  const say = useOfferingTexts();
  const { title, description } = offering;
  return (
    <>
      <div className="grid gap-0.5">
        <h3 className="font-medium wrap-anywhere">
          <bdi>{title}</bdi>
        </h3>
        <p className="text-sm text-ink-muted tabular-nums">{say(offering)}</p>
        {description ? <p className="mt-1 line-clamp-3 text-pretty whitespace-pre-line">{description}</p> : null}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <OfferingSwitch offering={offering} show={show} />
        <OfferingDialog
          offering={offering}
          trigger={
            <Button variant="ghost" size="small" aria-label={t("editNamed", { title })}>
              <Pencil aria-hidden />
              {t("edit")}
            </Button>
          }
          save={change}
          onSaved={onSaved}
        />
      </div>
    </>
  );
}
