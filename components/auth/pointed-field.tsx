"use client";

import { MousePointerClick } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { call } from "@/lib/platform/http/browser";
import { focusField, focusWhenThere, hashField, labelOfField } from "./focus-field";

type Pointed = { field: string; note: string | null };

/** Leads whoever follows a link to a field straight into it; with what support says of it, where support has sent the link. */
export function PointedField() {
  const t = useTranslations("notices.pointer");
  const [pathname, pointer] = [usePathname(), useSearchParams().get("pointer")];
  const [pointed, setPointed] = useState<Pointed | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another field
  useEffect(() => {
    let stop: () => void = () => undefined;
    let isLeft = false;
    const follow = () => {
      const field = hashField();
      if (!field) return;
      stop();
      stop = focusWhenThere(field);
    };
    // The address says where to; what is asked for is the note beside it. Without a hash it leads there too, unless somebody is somewhere already.
    const ask = async (id: string) => {
      const { data } = await call<Pointed>("GET", `/api/v1/me/pointers/${encodeURIComponent(id)}`);
      if (isLeft) return;
      setPointed(data);
      if (data && !hashField() && document.activeElement === document.body) stop = focusWhenThere(data.field);
    };
    setPointed(null);
    follow();
    if (pointer) void ask(pointer);
    window.addEventListener("hashchange", follow);
    return () => {
      isLeft = true;
      stop();
      window.removeEventListener("hashchange", follow);
    };
  }, [pathname, pointer]);
  if (!pointed) return null;
  const label = labelOfField(pointed.field);
  return (
    <div className="mx-auto w-full max-w-[calc(40rem+3rem)] px-4 pt-4 sm:px-6">
      <Notice
        tone="active"
        live="polite"
        title={label ? t("title", { field: label }) : t("titleUnknown")}
        actions={
          <>
            <Button size="small" variant="secondary" onClick={() => focusField(pointed.field)}>
              <MousePointerClick aria-hidden />
              {t("go")}
            </Button>
            <Button size="small" variant="ghost" onClick={() => setPointed(null)}>
              {t("close")}
            </Button>
          </>
        }
      >
        {pointed.note}
      </Notice>
    </div>
  );
}
