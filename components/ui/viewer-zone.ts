"use client";

import { useTimeZone } from "next-intl";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The viewer's time zone; while the page is hydrating, the server's, so that both draw the same text. */
export function useViewerZone(): string {
  const serverZone = useTimeZone() ?? "UTC";
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? serverZone,
    () => serverZone,
  );
}

const told = new Set<() => void>();
let isUtc: boolean | null = null;

const isUtcKept = () => (isUtc ??= /(^|; )times=utc(;|$)/.test(document.cookie));

function watch(changed: () => void): () => void {
  told.add(changed);
  return () => told.delete(changed);
}

/** Whether this browser shows times in UTC; not while the page is hydrating. */
export const useUtc = (): boolean => useSyncExternalStore(watch, isUtcKept, () => false);

/** Shows times in UTC from now on, or in the viewer's zone again. */
export function showUtc(wanted: boolean): void {
  isUtc = wanted;
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store interface is missing on plain http
  document.cookie = `times=${wanted ? "utc" : "local"}; path=/; max-age=31536000; samesite=lax`;
  for (const changed of told) changed();
}
