"use client";

import dynamic from "next/dynamic";

// A step loads its own form and no other.
/** Step 1. */
export const ProfileForm = dynamic(() => import("./profile-form").then(found => found.ProfileForm));
/** Step 2. */
export const LetzshopForm = dynamic(() => import("./letzshop-form").then(found => found.LetzshopForm));
/** Step 3. */
export const ProductImportForm = dynamic(() => import("./product-import-form").then(found => found.ProductImportForm));
/** Step 4. */
export const ImportStep = dynamic(() => import("./import-step").then(found => found.ImportStep));
