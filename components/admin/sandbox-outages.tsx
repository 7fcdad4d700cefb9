"use client";

import { Power, PowerOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Status } from "@/components/ui/status";
import type { FaultView } from "@/lib/platform/sandbox/schema";
import type { SandboxActs } from "./sandbox-acts";

type SandboxOutagesProps = { upstreams: readonly string[]; faults: readonly FaultView[]; acts: SandboxActs | null };

const isOut = (faults: readonly FaultView[], name: string) =>
  faults.some(
    ({ upstream, operation, fault, times, after }) =>
      upstream === name && fault === "503" && !operation && times === undefined && after === 0,
  );

/** Every stand-in with a switch: off, it answers 503 to whatever is asked of it, until it is on again. */
export function SandboxOutages({ upstreams, faults, acts }: SandboxOutagesProps) {
  const t = useTranslations("sandbox");
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);
  const [refused, setRefused] = useState("");
  const [told, setTold] = useState("");
  const nameOf = (name: string) =>
    t.has(`upstreams.${name}` as "upstreams.rezen") ? t(`upstreams.${name}` as "upstreams.rezen") : name;
  const turn = async (name: string, isNowOut: boolean) => {
    if (!acts) return;
    setBusy(name);
    const { error, message } = await (isNowOut
      ? acts.end({ upstream: name })
      : acts.set({ upstream: name, fault: "503" })
    ).catch(() => ({ error: true, message: t("lost") }));
    setRefused(error ? message : "");
    setTold(error ? "" : t(isNowOut ? "outages.isOn" : "outages.isOff", { name: nameOf(name) }));
    setBusy(null);
    router.refresh();
  };
  return (
    <div className="grid gap-4">
      <span role="status" className="sr-only">
        {told}
      </span>
      {refused ? <Notice tone="danger" live="assertive" title={refused} /> : null}
      <ul className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        {upstreams.map(name => {
          const isNowOut = isOut(faults, name);
          const Icon = isNowOut ? Power : PowerOff;
          return (
            <li key={name} className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <span className="grid">
                <span className="font-medium">{nameOf(name)}</span>
                <Status tone={isNowOut ? "danger" : "success"}>{t(isNowOut ? "outages.out" : "outages.there")}</Status>
              </span>
              {acts ? (
                <Button
                  variant="secondary"
                  size="small"
                  busy={busy === name}
                  busyLabel={t("busy")}
                  onClick={() => turn(name, isNowOut)}
                  aria-label={t(isNowOut ? "outages.turnOnOf" : "outages.turnOffOf", { name: nameOf(name) })}
                >
                  <Icon aria-hidden />
                  {t(isNowOut ? "outages.turnOn" : "outages.turnOff")}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
