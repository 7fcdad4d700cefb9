"use client";

import {
  CirclePlay,
  CircleStop,
  Copy,
  type LucideIcon,
  Repeat,
  RotateCcw,
  SkipForward,
  StepForward,
} from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactElement } from "react";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import type { OnboardingAct } from "./onboarding-acts-of";

const icons: Record<OnboardingAct, LucideIcon> = {
  retry: RotateCcw,
  from: StepForward,
  again: Repeat,
  resume: CirclePlay,
  cancel: CircleStop,
  skip: SkipForward,
};

/** What the menu offers, and what is done when somebody chooses. */
export type OnboardingActsMenuProps = {
  trigger: ReactElement;
  /** How it was opened for the first time. */
  opened: "by_key" | "by_pointer";
  acts: readonly OnboardingAct[];
  /** The support code of the newest run; null before the first. */
  code: string | null;
  onAct: (act: OnboardingAct) => unknown;
  onCopy: (code: string) => unknown;
};

/** The menu itself, open from the start. */
export function OnboardingActsMenu({ trigger, opened, acts, code, onAct, onCopy }: OnboardingActsMenuProps) {
  const t = useTranslations("onboarding");
  return (
    <Menu trigger={trigger} isOpenFirst={opened}>
      {acts.map(act => (
        <MenuItem key={act} icon={icons[act]} isDanger={act === "cancel"} onSelect={() => void onAct(act)}>
          {t(`acts.${act}.item`)}
        </MenuItem>
      ))}
      {acts.length > 0 && code ? <MenuLine /> : null}
      {code ? (
        <MenuItem icon={Copy} onSelect={() => void onCopy(code)}>
          {t("acts.copy.item")}
        </MenuItem>
      ) : null}
    </Menu>
  );
}
