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
