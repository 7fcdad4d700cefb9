"use client";

import { useEffect } from "react";
import { onOtherTab } from "./look-channel";

/** Draws the page anew when another tab has begun or ended a look: its forms would act for somebody else than it shows. */
export function LookTabs() {
  useEffect(() => onOtherTab(() => window.location.reload()), []);
  return null;
}
