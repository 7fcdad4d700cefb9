"use client";

import { useTranslations } from "next-intl";
import { type ComponentType, cloneElement, useState } from "react";
import type { QuestionProps } from "./question-dialog";

const load = () => import("./question-dialog").then(found => found.QuestionDialog);
const preload = () => void load().catch(() => undefined); // who presses is told

/**
 * Asks before something is done that reaches beyond this page. Few questions are ever opened, so what draws them is loaded when somebody is about
 * to press the button.
 */
export function Question(question: QuestionProps) {
  const t = useTranslations("flow");
  const [Opened, setOpened] = useState<ComponentType<QuestionProps> | null>(null);
  const [failed, setFailed] = useState(false);
  if (Opened) return <Opened {...question} />;
  const open = () =>
    load().then(
      dialog => setOpened(() => dialog),
      () => setFailed(true),
    );
  return (
    <>
      {cloneElement(question.trigger, {
        onClick: open,
        onPointerEnter: preload,
        onFocus: preload,
        "aria-haspopup": "dialog",
        "aria-expanded": false,
      })}
      {failed ? (
        <p role="alert" className="text-sm text-danger">
          {t("questionFailed")}
        </p>
      ) : null}
    </>
  );
}
