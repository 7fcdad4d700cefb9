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

/** Lets the browser ask before a page with unsaved answers is left, by whatever way: a link then leads away as one without JavaScript does. */
export function useUnsavedWarning(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    // In the capture phase, before the router hears of it and swaps the page without a question.
    const leave = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (link && !link.hasAttribute("aria-expanded") && !link.getAttribute("href")?.startsWith("#"))
        event.stopPropagation();
    };
    window.addEventListener("beforeunload", ask);
    document.addEventListener("click", leave, true);
    return () => {
      window.removeEventListener("beforeunload", ask);
      document.removeEventListener("click", leave, true);
    };
  }, [isDirty]);
}
