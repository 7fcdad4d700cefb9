"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { classNames } from "./class-names";

const pauseMs = 1000;

/** How many characters are left below a text; told aloud once its writer pauses. */
export function CharacterCount({ count, most }: { count: number; most: number }) {
  const t = useTranslations("common");
  const left = most - count;
  const text = left < 0 ? t("charactersOver", { count: -left }) : t("charactersLeft", { count: left });
  const [told, setTold] = useState<{ first: string; now: string }>({ first: text, now: text });
  useEffect(() => {
    const timer = setTimeout(() => setTold(({ first }) => ({ first, now: text })), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <>
      <p
        aria-hidden
        className={classNames("text-sm tabular-nums", left < 0 ? "font-medium text-danger" : "text-ink-muted")}
      >
        {text}
      </p>
      <p role="status" className="sr-only">
        {told.now === told.first ? "" : told.now}
      </p>
    </>
  );
}
