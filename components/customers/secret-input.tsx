"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** One line that nobody beside reads along, unless whoever types it wants to see it. */
export function SecretInput(props: Omit<ComponentProps<typeof Input>, "type">) {
  const t = useTranslations("customers.form");
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="flex gap-2">
      <Input
        {...props}
        type={isShown ? "text" : "password"}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="min-w-0 flex-1 font-mono"
      />
      <Button
        variant="secondary"
        aria-pressed={isShown}
        aria-label={t("showName")}
        onClick={() => setShown(!isShown)}
        className="min-w-24"
      >
        <Icon aria-hidden />
        {t(isShown ? "hide" : "show")}
      </Button>
    </div>
  );
}
