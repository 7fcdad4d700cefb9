"use client";

let opened: BroadcastChannel | null = null;

// One per tab: what a tab says itself it does not hear.
function channel(): BroadcastChannel | null {
  if (typeof BroadcastChannel === "undefined") return null;
  opened ??= new BroadcastChannel("look");
  return opened;
}

/** Tells this browser's other tabs that a look has begun or ended: what they show was drawn for other eyes. */
export const tellTabs = (): void => channel()?.postMessage("changed");

/** Calls back when another tab has begun or ended a look; returns what stops it. */
export function onOtherTab(changed: () => void): () => void {
  const heard = channel();
  heard?.addEventListener("message", changed);
  return () => heard?.removeEventListener("message", changed);
}
