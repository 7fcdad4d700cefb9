"use client";

import { useParams, usePathname } from "next/navigation";
import { type ComponentType, useEffect, useState } from "react";
import { templateOf } from "@/lib/platform/measures/view/template";

// Whoever goes on without loading, or is shown this again by a later answer, is on another page than the one whose time it is.
const isLoadedHere = () => {
  const [loaded] = performance.getEntriesByType("navigation");
  return loaded !== undefined && new URL(loaded.name).pathname === location.pathname;
};

/** Tells how long this page took to show its main content, once it is there and the browser has nothing else to do. */
export function Vitals() {
  const [page] = useState(templateOf(usePathname(), useParams()));
  const [Report, setReport] = useState<ComponentType<{ page: string }> | null>(null);
  useEffect(() => {
    if (!isLoadedHere()) return;
    const load = () => void import("./report-vitals").then(({ ReportVitals }) => setReport(() => ReportVitals));
    const soon = () => (window.requestIdleCallback ?? window.setTimeout)(load);
    if (document.readyState === "complete") soon();
    else addEventListener("load", soon, { once: true });
    return () => removeEventListener("load", soon);
  }, []);
  return Report && page ? <Report page={page} /> : null;
}
