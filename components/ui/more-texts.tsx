"use client";

import { NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import type { ReactNode } from "react";

type MoreTextsProps = { messages: Partial<ReturnType<typeof useMessages>>; children: ReactNode };

/** Gives what is inside texts besides those that are there already, which are not sent a second time. */
export function MoreTexts({ messages, children }: MoreTextsProps) {
  const outer = useMessages();
  return (
    <NextIntlClientProvider locale={useLocale()} messages={{ ...outer, ...messages }}>
      {children}
    </NextIntlClientProvider>
  );
}
