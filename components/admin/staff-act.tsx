"use client";

import { useTranslations } from "next-intl";
import type { ReactElement } from "react";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";
import { ReasonField } from "./reason-field";

type StaffActProps = {
  /** Whose texts: those of `members.acts.<name>`. */
  name: "retire" | "cancel" | "disable" | "enable";
  /** What it is done to, by its name. */
  of: string;
  icon: ReactElement;
  act: (reason: string) => Promise<Envelope<unknown>>;
  size?: "small" | "medium";
};

/** A button that ends something after a question, or begins it again; asks why. */
export function StaffAct({ name, of, icon, act, size = "small" }: StaffActProps) {
  const t = useTranslations(`members.acts.${name}`) as ReturnType<typeof useTranslations>;
  const words = useTranslations("members.employers");
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary" size={size} aria-label={t.has("label") ? t("label", { name: of }) : undefined}>
          {icon}
          {t("button")}
        </Button>
      }
      title={t("title", { name: of })}
      effect={t("effect")}
      goBack={t.has("goBack") ? t("goBack") : undefined}
      confirm={{ label: t("button"), busy: words("busy"), isDanger: name !== "enable" }}
      act={given => act(String(given.get("reason") ?? ""))}
      done={t("done", { name: of })}
    >
      {refused => <ReasonField label={words("reason")} hint={words("reasonHint")} error={refused.reason} />}
    </ToldQuestion>
  );
}
