"use client";

import { Check, Minus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Status } from "@/components/ui/status";
import type { ClientTestView } from "@/lib/customers/view/client-test";
import { FactList } from "./fact-list";
import { useSpans } from "./use-spans";

/** What a test of credentials that work has found. */
export type Findings = Pick<Extract<ClientTestView, { ok: true }>, "auth" | "permissions" | "rateLimit">;

const rights = ["Workflow View Access", "Workflow export"];
const tones = { ok: "success", short: "warning", none: "danger" } as const;
const windowNames: Record<number, "minute" | "hour" | "day"> = { 60: "minute", 3600: "hour", 86400: "day" };

/** Token, tenant, rights and calls left, as a test of the credentials has found them. */
export function ClientFindings({ auth, permissions, rateLimit }: Findings) {
  const t = useTranslations("customers.test");
  const { short } = useSpans();
  return (
    <FactList
      facts={[
        {
          ...{ name: "token", label: t("token") },
          value: t("tokenFound", { ms: auth.latencyMs, span: short(auth.tokenExpiresInSeconds * 1000) }),
        },
        {
          ...{ name: "tenant", label: t("tenant") },
          value: auth.tenantId ? <span className="font-mono">{auth.tenantId}</span> : t("tenantUnknown"),
        },
        { name: "rights", label: t("rights"), value: <Rights permissions={permissions} /> },
        { name: "calls", label: t("calls"), value: <CallsLeft rateLimit={rateLimit} /> },
        { name: "windows", label: t("windows"), value: <Windows rateLimit={rateLimit} /> },
      ]}
    />
  );
}

const looks = {
  granted: { Icon: Check, tone: "text-success" },
  notGranted: { Icon: X, tone: "text-danger" },
  notTried: { Icon: Minus, tone: "text-ink-muted" },
};

function Rights({ permissions }: Pick<Findings, "permissions">) {
  const t = useTranslations("customers.test");
  const names = [...new Set([...permissions.map(({ name }) => name), ...rights])];
  return (
    <ul className="grid gap-0.5">
      {names.map(name => {
        const found = permissions.find(one => one.name === name);
        const outcome = found ? (found.isGranted ? "granted" : "notGranted") : "notTried";
        const { Icon, tone } = looks[outcome];
        return (
          <li key={name} className="flex gap-1.5" title={found?.evidence}>
            <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", tone)} />
            <span>
              {name}: <span className={classNames("font-medium", tone)}>{t(outcome)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function CallsLeft({ rateLimit: { told, judgement } }: Pick<Findings, "rateLimit">) {
  const t = useTranslations("customers.test");
  const { short } = useSpans();
  if (!told) return t("callsUnknown");
  const { remaining, limit, resetSeconds } = told;
  return (
    <span className="flex flex-wrap gap-x-3">
      <span>{t("callsLeft", { remaining, limit, span: short(resetSeconds * 1000) })}</span>
      <Status tone={tones[judgement]}>{t(`judgements.${judgement}`)}</Status>
    </span>
  );
}

function Windows({ rateLimit: { told } }: Pick<Findings, "rateLimit">) {
  const t = useTranslations("customers.test.window");
  const { long } = useSpans();
  if (!told || told.windows.length === 0) return null;
  const say = ({ limit, seconds }: { limit: number; seconds: number }) =>
    t(windowNames[seconds] ?? "other", { limit, span: long(Math.max(1, Math.round(seconds / 60))) });
  return told.windows.map(say).join(", ");
}
