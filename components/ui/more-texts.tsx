"use client";

import { NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { mergeTexts, type TextTree } from "./merge-texts";

type MoreTextsProps = { messages: TextTree; children: ReactNode };

/** Gives what is inside texts besides those that are there already, which are not sent a second time. */
export function MoreTexts({ messages, children }: MoreTextsProps) {
  const outer = useMessages();
  const all = useMemo(() => mergeTexts(outer, messages), [outer, messages]);
  return (
    <NextIntlClientProvider locale={useLocale()} messages={all}>
      {children}
    </NextIntlClientProvider>
  );
}
