"use client";

import { useReportWebVitals } from "next/web-vitals";
import { useCallback } from "react";

type Vital = Parameters<Parameters<typeof useReportWebVitals>[0]>[0];

// A page is loaded once, however often this is shown on it.
let isTold = false;

/** Sends one figure of this page as it was loaded, by its template: no address, no person. */
export function ReportVitals({ page }: { page: string }) {
  const report = useCallback(
    ({ name, value, navigationType }: Vital) => {
      // Pages that come out of the browser's memory were loaded before, and soft ones load nothing.
      if (name !== "LCP" || (navigationType !== "navigate" && navigationType !== "reload")) return;
      if (isTold) return;
      isTold = true;
      const told = JSON.stringify({ page, metric: name, value: Math.round(value) });
      navigator.sendBeacon("/api/v1/vitals", new Blob([told], { type: "application/json" }));
    },
    [page],
  );
  useReportWebVitals(report);
  return null;
}
