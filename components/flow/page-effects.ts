"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";

/** Begins the page's title with "Error: " while there are errors. */
export function useErrorTitle(hasErrors: boolean) {
  const prefix = `${useTranslations("common")("errorPrefix")} `;
  useEffect(() => {
    if (!hasErrors) return;
    document.title = prefix + document.title;
    return () => {
      if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length);
    };
  }, [hasErrors, prefix]);
}

/** Lets the browser ask before a page with unsaved answers is left. */
export function useUnsavedWarning(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isDirty]);
}
