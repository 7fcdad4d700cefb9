"use client";

import dynamic from "next/dynamic";

// A step loads its own form and no other.
/** Step 1. */
export const BasicInfoForm = dynamic(() => import("./basic-info-form").then(found => found.BasicInfoForm));
/** Step 2. */
export const VisualForm = dynamic(() => import("./visual-form").then(found => found.VisualForm));
/** Step 3. */
export const DetailsForm = dynamic(() => import("./details-form").then(found => found.DetailsForm));
/** Step 4. */
export const BioForm = dynamic(() => import("./bio-form").then(found => found.BioForm));
/** Step 5. */
export const ExperienceForm = dynamic(() => import("./experience-form").then(found => found.ExperienceForm));
