"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "../skeleton";

/** A plot whose library comes after the page, and only to pages that have one. What the server would draw of it has no size. */
export const LoadedPlot = dynamic(() => import("./plot").then(found => found.Plot), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});
