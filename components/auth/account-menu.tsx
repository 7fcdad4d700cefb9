"use client";

import { BellRing, ChevronDown, Database, LogOut, MonitorX, UserRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { useLeaving } from "./use-leaving";
import { useSignOut } from "./use-sign-out";

/** Opens at the end of the header: whose session this is, its end, and the end of all of them. */
export function AccountMenu({ name }: { name?: string | null }) {
  const t = useTranslations("auth.account");
  const [open, setOpen] = useState(false);
  const id = useId();
  const wrapper = useRef<HTMLDivElement>(null);
  useLeaving(open, wrapper, () => setOpen(false));
  return (
    <div ref={wrapper} className="relative">
      <Button variant="ghost" size="small" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <UserRound aria-hidden />
        <span className="max-[26rem]:sr-only">{t("button")}</span>
        <ChevronDown aria-hidden />
      </Button>
      <section
        id={id}
        aria-label={t("title")}
        hidden={!open}
        className="absolute top-full right-0 z-30 mt-1 w-[min(18rem,calc(100vw-2rem))] rounded-md border border-line bg-surface p-2 motion-safe:animate-enter"
      >
        {name ? (
          <p className="mb-1 border-b border-line px-3 pt-1 pb-2 font-semibold wrap-anywhere">
            <bdi>{name}</bdi>
          </p>
        ) : null}
        {open ? (
          <>
            <Link
              href="/account/preferences"
              className={buttonStyle({ variant: "ghost", className: "w-full justify-start px-3" })}
            >
              <BellRing aria-hidden />
              {t("preferences")}
            </Link>
            <Link
              href="/account/data"
              className={buttonStyle({ variant: "ghost", className: "w-full justify-start px-3" })}
            >
              <Database aria-hidden />
              {t("data")}
            </Link>
            <SignOuts />
          </>
        ) : null}
      </section>
    </div>
  );
}

// What was pressed is gone; the question is read, and a second press in the same place confirms nothing.
const takeFocus = (element: HTMLElement | null) => element?.focus();

/** Ends this session at once, all of them after a question. */
function SignOuts() {
  const t = useTranslations("auth.account");
  const [asks, setAsks] = useState(false);
  const { doing, failed, leave } = useSignOut();
  const busyLabel = t("busy");
  return (
    <div className="grid">
      <p role="status" className={failed ? "px-3 py-1 text-sm text-danger" : "sr-only"}>
        {failed ? t("failed") : ""}
      </p>
      {asks ? (
        <>
          <p ref={takeFocus} tabIndex={-1} className="px-3 py-2 text-sm text-pretty">
            {t("question")}
          </p>
          <Button
            variant="danger"
            busy={doing === "logout-everywhere"}
            busyLabel={busyLabel}
            onClick={() => leave("logout-everywhere")}
          >
            {t("confirm")}
          </Button>
        </>
      ) : (
        <>
          <Choice busy={doing === "logout"} busyLabel={busyLabel} onClick={() => leave("logout")}>
            <LogOut aria-hidden />
            {t("signOut")}
          </Choice>
          <Choice onClick={() => setAsks(true)}>
            <MonitorX aria-hidden />
            {t("everywhere")}
          </Choice>
        </>
      )}
    </div>
  );
}

type ChoiceProps = { busy?: boolean; busyLabel?: string; onClick: () => void; children: ReactNode };

const Choice = (rest: ChoiceProps) => <Button variant="ghost" className="justify-start px-3" {...rest} />;
