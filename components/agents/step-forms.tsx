"use client";

import dynamic from "next/dynamic";

// A step loads its own form and no other.
/** Step 1, and the settings. */
export const KeyForm = dynamic(() => import("./key-form").then(found => found.KeyForm));
/** Step 2. */
export const SyncStep = dynamic(() => import("./sync-step").then(found => found.SyncStep));
