"use client";

import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Toaster as Sonner } from "sonner";

const icon = "size-5 shrink-0";

/** Place for short messages that need no answer (`toast` of sonner). Its style element is allowed by hash in the policy. */
export function Toaster() {
  const t = useTranslations("common");
  return (
    <Sonner
      position="bottom-right"
      containerAriaLabel={t("messages")}
      icons={{
        success: <CircleCheck aria-hidden className={`${icon} text-success`} />,
        error: <CircleAlert aria-hidden className={`${icon} text-danger`} />,
        warning: <TriangleAlert aria-hidden className={`${icon} text-warning`} />,
        info: <Info aria-hidden className={`${icon} text-ink-muted`} />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-md border border-line-strong bg-surface px-4 py-3 font-sans text-ink sm:w-89",
          description: "text-sm text-ink-muted",
          actionButton: "link ml-auto shrink-0",
        },
      }}
    />
  );
}
