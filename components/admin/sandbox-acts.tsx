"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Envelope } from "@/lib/platform/http/envelope";
import { sandboxFaults } from "./sandbox-words";

/** What an admin may do to the sandbox; each is refused to anybody else where it is done. */
export type SandboxActs = Record<"set" | "end", (input: unknown) => Promise<Envelope<unknown>>>;

const readNumber = (given: FormData, name: string) => {
  const text = String(given.get(name) ?? "").trim();
  return text === "" ? {} : { [name]: Number(text) };
};

const readFault = (given: FormData) => ({
  upstream: String(given.get("upstream")),
  operation: String(given.get("operation") ?? ""),
  fault: String(given.get("fault")),
  ...readNumber(given, "times"),
  ...readNumber(given, "after"),
});

/** Asks who shall misbehave and how, and has them. */
export function AddFault({ upstreams, set }: { upstreams: readonly string[]; set: SandboxActs["set"] }) {
  const t = useTranslations("sandbox");
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary">
          <Plus aria-hidden />
          {t("make.button")}
        </Button>
      }
      title={t("make.title")}
      effect={t("make.effect")}
      confirm={{ label: t("make.confirm"), busy: t("busy") }}
      act={given => set(readFault(given))}
      done={t("make.done")}
    >
      {refused => (
        <>
          <Field name="upstream" label={t("upstream")} error={refused.upstream}>
            <Select name="upstream">
              {upstreams.map(name => (
                <option key={name} value={name}>
                  {t.has(`upstreams.${name}` as "upstreams.rezen") ? t(`upstreams.${name}` as "upstreams.rezen") : name}
                </option>
              ))}
            </Select>
          </Field>
          <Field name="fault" label={t("fault")} error={refused.fault}>
            <Select name="fault">
              {sandboxFaults.map(fault => (
                <option key={fault} value={fault}>
                  {t(`kinds.${fault}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field name="operation" label={t("operation")} hint={t("operationHint")} error={refused.operation} optional>
            <Input name="operation" autoComplete="off" spellCheck={false} autoCapitalize="none" maxLength={60} />
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="after" label={t("after")} hint={t("afterHint")} error={refused.after} optional>
              <Input name="after" inputMode="numeric" autoComplete="off" maxLength={5} />
            </Field>
            <Field name="times" label={t("times")} hint={t("timesHint")} error={refused.times} optional>
              <Input name="times" inputMode="numeric" autoComplete="off" maxLength={5} />
            </Field>
          </div>
        </>
      )}
    </ToldQuestion>
  );
}

/** Has everybody behave again. */
export function EndFaults({ end }: Pick<SandboxActs, "end">) {
  const t = useTranslations("sandbox.end");
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary" size="small">
          {t("button")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: t("busy") }}
      act={() => end({ upstream: null })}
      done={t("done")}
    />
  );
}
