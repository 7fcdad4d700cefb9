"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, CircleDashed, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { QueryProvider } from "@/components/ui/query-provider";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/tone";
import type { CriteriaView, Criterion } from "@/lib/customers/view/criteria";
import { call } from "@/lib/platform/http/browser";
import { useSpans } from "./use-spans";

const groups = ["completion", "quality"] as const;
const pauseMs = 2000;

/** What must be so of a customer that has come aboard: each line turns as soon as it is, and says where the proof is. */
export function CriteriaList({ initial }: { initial: CriteriaView }) {
  return (
    <QueryProvider>
      <Lists initial={initial} />
    </QueryProvider>
  );
}

function Lists({ initial }: { initial: CriteriaView }) {
  const t = useTranslations("customers.criteria");
  const { data } = useQuery<CriteriaView>({
    queryKey: ["customer-criteria", initial.customerId],
    queryFn: async () => {
      const told = await call<CriteriaView>("GET", `/api/v1/admin/customers/${initial.customerId}/criteria`);
      if (!told.data) throw new Error(told.message);
      return told.data;
    },
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.isRunning ? pauseMs : false),
    retry: false,
    networkMode: "always",
  });
  const { met, total, items } = data;
  return (
    <>
      <p role="status" className={classNames("font-medium tabular-nums", met === total && "text-success")}>
        {met === total ? t("all", { total }) : t("some", { met, total })}
      </p>
      {groups.map(group => (
        <Card key={group} flush title={t(`groups.${group}`)}>
          <ul className="divide-y divide-line">
            {items
              .filter(item => item.group === group)
              .map(item => (
                <Line key={item.name} item={item} />
              ))}
          </ul>
        </Card>
      ))}
    </>
  );
}

const looks: Record<Criterion["state"], { tone: Tone; icon: typeof Check }> = {
  met: { tone: "success", icon: Check },
  missed: { tone: "danger", icon: X },
  open: { tone: "neutral", icon: CircleDashed },
};

function Line({ item }: { item: Criterion }) {
  const t = useTranslations("customers.criteria");
  const { short, long } = useSpans();
  const { name, state, reason, actualMs, limitMs, proof } = item;
  const { tone, icon } = looks[state];
  const key = name as "record";
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-3 sm:px-5">
      <div className="grid min-w-0 gap-0.5">
        <span className="font-medium">{t(`names.${key}`)}</span>
        {reason ? <span className="text-sm text-danger wrap-anywhere">{reason}</span> : null}
        {actualMs !== null && limitMs !== null ? (
          <span className="text-sm text-ink-muted tabular-nums">
            {t("time", { actual: short(actualMs), limit: long(limitMs / 60_000) })}
          </span>
        ) : null}
      </div>
      <span className="flex flex-wrap items-baseline gap-x-4">
        <Status tone={tone} icon={icon}>
          {t(`states.${state}`)}
        </Status>
        <Link className="link text-sm" href={proof} aria-label={t("proofOf", { name: t(`names.${key}`) })}>
          {t("proof")}
        </Link>
      </span>
    </li>
  );
}
