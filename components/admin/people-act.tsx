"use client";

import type { LucideIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";
import { ReasonField } from "./reason-field";

type PeopleActProps = {
  name: "disable" | "enable" | "signOutEverywhere" | "unblock" | "unblockNumber" | "erase";
  icon: LucideIcon;
  /** Asks the server. */
  act: (reason: string) => Promise<Envelope<unknown>>;
  onDone: () => void;
  /** The thing to do next on this page. */
  isPrimary?: boolean;
};

/** A button that opens a question: what will happen, and why it shall. */
export function PeopleAct({ name, icon: Icon, act, onDone, isPrimary = false }: PeopleActProps) {
  const t = useTranslations("admin.people.acts");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button variant={isPrimary ? "primary" : "secondary"}>
          <Icon aria-hidden />
          {t(`${name}.button`)}
        </Button>
      }
      title={t(`${name}.title`)}
      effect={t(`${name}.effect`)}
      confirm={{ label: t(`${name}.button`), busy: t("busy"), isDanger: name === "disable" || name === "erase" }}
      act={given => act(String(given.get("reason")))}
      onDone={() => {
        onDone();
        router.refresh();
      }}
    >
      {({ reason }) => <ReasonField label={t("reason")} hint={t("reasonHint")} error={reason} />}
    </Question>
  );
}
