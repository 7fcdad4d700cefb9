"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { copyText } from "./copy-text";

type CopyButtonProps = {
  value: string;
  /** What is copied ("support code"), for the button's name. */
  name: string;
  /** Show the words beside the icon. */
  wide?: boolean;
  className?: string;
};

/** Copies a text and says so for two seconds. */
export function CopyButton({ value, name, wide = false, className }: CopyButtonProps) {
  const t = useTranslations("common");
  const [outcome, setOutcome] = useState<"copied" | "copyFailed" | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const Icon = outcome === "copied" ? Check : Copy;
  return (
    <>
      <Button
        variant="ghost"
        size={wide ? "small" : "icon"}
        className={className}
        aria-label={wide ? undefined : t("copy", { name })}
        onClick={async event => setOutcome((await copyText(value, event.currentTarget)) ? "copied" : "copyFailed")}
      >
        <Icon aria-hidden />
        {wide ? (outcome ? t(outcome) : t("copy", { name })) : null}
      </Button>
      <span role="status" className="sr-only">
        {outcome ? t(outcome) : ""}
      </span>
    </>
  );
}
