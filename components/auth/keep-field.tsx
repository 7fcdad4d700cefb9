"use client";

import { useEffect } from "react";

/** Takes the field that a link names behind its hash along through the sign-in: no server hears of it, so it moves into `next`. */
export function KeepField({ next }: { next: string | null }) {
  useEffect(() => {
    const { hash, search } = window.location;
    if (next === null || next.includes("#") || !/^#field-[\w-]+$/.test(hash)) return;
    const kept = new URLSearchParams(search);
    kept.set("next", next + hash);
    window.location.replace(`/login?${kept}`);
  }, [next]);
  return null;
}
