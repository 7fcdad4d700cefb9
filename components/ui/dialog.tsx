"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { buttonStyle } from "./button-style";

type DialogProps = {
  /** The button that opens it; leave out when `open` is controlled. */
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** What gets the focus when it closes, where that is not the trigger. */
  returnTo?: RefObject<HTMLElement | null>;
  /** Stays open when somebody presses beside it. */
  stays?: boolean;
  children?: ReactNode;
};

/** Closes the dialog around it. */
export const DialogClose = Radix.Close;

/** A question that must be answered before anything else; a sheet from below on phones. */
export function Dialog({
  trigger,
  title,
  description,
  footer,
  open,
  onOpenChange,
  returnTo,
  stays = false,
  children,
}: DialogProps) {
  const t = useTranslations("common");
  const giveBack = (event: Event) => {
    if (!returnTo) return;
    event.preventDefault();
    returnTo.current?.focus();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim motion-safe:animate-enter" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onCloseAutoFocus={giveBack}
          onInteractOutside={event => stays && event.preventDefault()}
          className="fixed z-50 flex max-h-[calc(100dvh-2rem)] flex-col border border-line bg-surface max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-md motion-safe:animate-enter sm:inset-0 sm:m-auto sm:h-fit sm:w-[min(32rem,calc(100vw-2rem))] sm:rounded-md"
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-5">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label={t("close")}
              className={buttonStyle({ variant: "ghost", size: "icon", className: "-mt-2 -mr-2 shrink-0" })}
            >
              <X aria-hidden />
            </Radix.Close>
          </div>
          <div className="grid gap-4 overflow-y-auto px-5 pt-1 pb-5">
            {description ? (
              <Radix.Description className="text-pretty text-ink-muted">{description}</Radix.Description>
            ) : null}
            {children}
          </div>
          {footer ? (
            <div className="flex flex-col-reverse gap-3 border-t border-line px-5 py-4 sm:flex-row sm:justify-end">
              {footer}
            </div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
