"use client";

import { QueryClientContext } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ComponentType, cloneElement, useContext, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import type { OnboardingActsMenuProps } from "./onboarding-acts-menu";
import { actsOf, type OnboardingAct } from "./onboarding-acts-of";

type Question = ComponentType<{
  act: OnboardingAct;
  row: OnboardingRow;
  name: string;
  returnTo: React.RefObject<HTMLElement | null>;
  onDone: (told: string) => void;
}>;

// Of the menus of a table few are ever opened, and fewer of their questions.
const loadMenu = () => import("./onboarding-acts-menu").then(found => found.OnboardingActsMenu);
const preloadMenu = () => void loadMenu().catch(() => undefined); // who presses is told
const loadQuestion = () => import("./onboarding-acts-question").then(found => found.OnboardingQuestion);

type Opened = { Shown: ComponentType<OnboardingActsMenuProps>; by: OnboardingActsMenuProps["opened"] };

type OnboardingActsProps = {
  row: OnboardingRow;
  /** Whoever cannot act may still copy its support code. */
  canAct: boolean;
  /** The button says what it is, besides its icon. */
  isWide?: boolean;
};

/** The menu of an onboarding: what can be done with it as it stands, each after a question, and its support code. */
export function OnboardingActs({ row, canAct, isWide = false }: OnboardingActsProps) {
  const t = useTranslations("onboarding");
  const errors = useTranslations("flow");
  const router = useRouter();
  const queries = useContext(QueryClientContext);
  const button = useRef<HTMLButtonElement>(null);
  const [told, setTold] = useState("");
  const [opened, setOpened] = useState<Opened | null>(null);
  const [asked, setAsked] = useState<{ act: OnboardingAct; count: number; Shown: Question } | null>(null);
  const name = row.subject || t("nameless");
  const acts = actsOf(row, canAct);
  const code = row.run && `job_${row.run.id}`;
  if (acts.length === 0 && !code) return null;
  const ask = (act: OnboardingAct) =>
    loadQuestion().then(
      Shown => setAsked(before => ({ act, count: (before?.count ?? 0) + 1, Shown })),
      () => setTold(errors("questionFailed")),
    );
  const copy = async (text: string) => {
    if (button.current)
      setTold(t((await copyText(text, button.current)) ? "acts.copy.done" : "acts.copy.failed", { code: text }));
  };
  const finish = (said: string) => {
    setTold(said);
    router.refresh();
    void queries?.invalidateQueries();
  };
  const open = ({ detail }: { detail: number }) =>
    loadMenu().then(
      Shown => setOpened({ Shown, by: detail === 0 ? "by_key" : "by_pointer" }),
      () => setTold(errors("questionFailed")),
    );
  const trigger = (
    <Button
      ref={button}
      variant={isWide ? "secondary" : "ghost"}
      size={isWide ? "medium" : "icon"}
      aria-label={t("acts.name", { name })}
    >
      {isWide ? t("acts.button") : null}
      <Ellipsis aria-hidden />
    </Button>
  );
  return (
    // In its own box, because the hidden words would else stick out of a table's.
    <span className="relative inline-flex">
      <span role="status" className="sr-only">
        {told}
      </span>
      {opened ? (
        <opened.Shown trigger={trigger} opened={opened.by} acts={acts} code={code} onAct={ask} onCopy={copy} />
      ) : (
        cloneElement(trigger, {
          onClick: open,
          onPointerEnter: preloadMenu,
          onFocus: preloadMenu,
          "aria-haspopup": "menu",
          "aria-expanded": false,
        })
      )}
      {asked ? (
        <asked.Shown key={asked.count} act={asked.act} row={row} name={name} returnTo={button} onDone={finish} />
      ) : null}
    </span>
  );
}
