"use client";

import { QueryClientContext } from "@tanstack/react-query";
import {
  CirclePlay,
  CircleStop,
  Copy,
  Ellipsis,
  type LucideIcon,
  Repeat,
  RotateCcw,
  SkipForward,
  StepForward,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ComponentType, useContext, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import { actsOf, type OnboardingAct } from "./onboarding-acts-of";

const icons: Record<OnboardingAct, LucideIcon> = {
  retry: RotateCcw,
  from: StepForward,
  again: Repeat,
  resume: CirclePlay,
  cancel: CircleStop,
  skip: SkipForward,
};

type Question = ComponentType<{
  act: OnboardingAct;
  row: OnboardingRow;
  name: string;
  returnTo: React.RefObject<HTMLElement | null>;
  onDone: (told: string) => void;
}>;

// Few questions are ever opened.
const loadQuestion = () => import("./onboarding-acts-question").then(found => found.OnboardingQuestion);

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
  const [asked, setAsked] = useState<{ act: OnboardingAct; count: number; Shown: Question } | null>(null);
  const name = row.subject || t("nameless");
  const acts = canAct ? actsOf(row) : [];
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
  return (
    // In its own box, because the hidden words would else stick out of a table's.
    <span className="relative inline-flex">
      <span role="status" className="sr-only">
        {told}
      </span>
      <Menu
        trigger={
          <Button
            ref={button}
            variant={isWide ? "secondary" : "ghost"}
            size={isWide ? "medium" : "icon"}
            aria-label={t("acts.name", { name })}
          >
            {isWide ? t("acts.button") : null}
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {acts.map(act => (
          <MenuItem key={act} icon={icons[act]} isDanger={act === "cancel"} onSelect={() => void ask(act)}>
            {t(`acts.${act}.item`)}
          </MenuItem>
        ))}
        {acts.length > 0 && code ? <MenuLine /> : null}
        {code ? (
          <MenuItem icon={Copy} onSelect={() => void copy(code)}>
            {t("acts.copy.item")}
          </MenuItem>
        ) : null}
      </Menu>
      {asked ? (
        <asked.Shown key={asked.count} act={asked.act} row={row} name={name} returnTo={button} onDone={finish} />
      ) : null}
    </span>
  );
}
