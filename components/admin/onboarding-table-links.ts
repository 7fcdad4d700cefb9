"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useEffect, useTransition } from "react";
import { tableAddress } from "./onboarding-table-address";

const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** Closes the menus of a table when somebody presses beside them. */
function closeBeside(event: PointerEvent) {
  for (const menu of document.querySelectorAll("details[data-menu][open]"))
    if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute("open");
}

/** Follows the links of a table to itself, and tells while other rows are on their way, or the same ones anew. Without scripts they are links like any others. */
export function useTableLinks(of: RefObject<HTMLElement | null>) {
  const router = useRouter();
  const [isTurning, begin] = useTransition();
  const [isReloading, beginAgain] = useTransition();
  const go = (address: string) => begin(() => router.push(address, { scroll: false }));
  const reload = () => beginAgain(() => router.refresh());
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || link.hasAttribute("download") || link.pathname !== tableAddress || !isPlain(event)) return;
      event.preventDefault();
      link.closest("details")?.removeAttribute("open");
      begin(() => router.push(link.pathname + link.search, { scroll: false }));
    };
    const box = of.current;
    box?.addEventListener("click", follow, true);
    document.addEventListener("pointerdown", closeBeside);
    return () => {
      box?.removeEventListener("click", follow, true);
      document.removeEventListener("pointerdown", closeBeside);
    };
  }, [of, router]);
  return { isTurning, isLoading: isTurning || isReloading, go, reload };
}
