"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { fieldId } from "@/components/ui/field-context";
import { useFocusLater } from "@/components/ui/use-focus-later";
import type { VisualStep } from "./visual";

type Banner = { url: string; alt: string };

/** The wide pictures: added at the end, moved, removed and brought back, each with its text. */
export function useBanners(form: VisualStep["form"]) {
  const t = useTranslations("practitioners.visual.banners");
  const [removed, setRemoved] = useState<{ at: number; banner: Banner } | null>(null);
  const [news, setNews] = useState("");
  const focusLater = useFocusLater();
  const urls = form.watch("bannerUrls");
  const list = (): Banner[] => urls.map((url, at) => ({ url, alt: form.getValues(`bannerAlts.${at}`) ?? "" }));
  const set = (next: Banner[]) => {
    const options = { shouldDirty: true, shouldValidate: form.formState.isSubmitted };
    form.setValue(
      "bannerUrls",
      next.map(({ url }) => url),
      options,
    );
    form.setValue(
      "bannerAlts",
      next.map(({ alt }) => alt),
      options,
    );
  };
  const add = (url: string) => {
    set([...list(), { url, alt: "" }]);
    setRemoved(null);
    focusLater(fieldId(`bannerAlts.${urls.length}`));
  };
  const move = (at: number, by: 1 | -1) => {
    const next = list();
    const to = at + by;
    const moved = next[at];
    if (!moved || to < 0 || to >= next.length) return;
    set(next.toSpliced(at, 1).toSpliced(to, 0, moved));
    setNews(t("moved", { place: to + 1, count: next.length }));
    focusLater(`banner-${to}-${by === 1 ? "down" : "up"}`);
  };
  const remove = (at: number) => {
    const banner = list()[at];
    if (!banner) return;
    set(list().toSpliced(at, 1));
    setRemoved({ at, banner });
    focusLater("banner-undo");
  };
  const undo = () => {
    if (!removed) return;
    set(list().toSpliced(removed.at, 0, removed.banner));
    setRemoved(null);
    focusLater(fieldId(`bannerAlts.${removed.at}`));
  };
  return { banners: urls, add, move, remove, undo, canUndo: removed !== null, news };
}
