"use client";

import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import type { QuestionProps } from "@/components/flow/question-dialog";
import { EffectList } from "@/components/ui/effect-list";
import type { Envelope } from "@/lib/platform/http/envelope";

type Props = {
  /** The button that opens it. */
  trigger: QuestionProps["trigger"];
  /** What is tried again, or that the import goes on. */
  title: string;
  again: () => Promise<Envelope<unknown>>;
};

const effects = ["reads", "bell", "mail", "key"] as const;

/** Asks before an import is tried again, and names what that does outside: what is read, and which messages go out and which do not. */
export function RetryQuestion({ trigger, title, again }: Props) {
  const t = useTranslations("stores.retry");
  return (
    <Question
      trigger={trigger}
      title={title}
      effect={t("effect")}
      confirm={{ label: t("confirm"), busy: t("busy") }}
      act={again}
    >
      {() => <EffectList names={effects} say={name => t(`effects.${name}`)} />}
    </Question>
  );
}
