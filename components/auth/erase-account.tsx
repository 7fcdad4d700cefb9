"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { EffectList } from "@/components/ui/effect-list";
import { call } from "@/lib/platform/http/browser";

const effects = ["account", "profile", "stores", "kept"] as const;

/** Asks whether everything about whoever is signed in shall be erased, names what goes and what stays, and leaves for `/login`. */
export function EraseAccount() {
  const t = useTranslations("auth.data.erase");
  return (
    <Question
      trigger={
        <Button variant="danger">
          <Trash2 aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("question")}
      effect={t("effect")}
      confirm={{ label: t("confirm"), busy: t("busy"), isDanger: true }}
      act={() => call("POST", "/api/v1/me/erase", { confirm: true })}
      onDone={() => window.location.assign("/login")}
    >
      {() => <EffectList names={effects} say={name => t(`effects.${name}`)} />}
    </Question>
  );
}
