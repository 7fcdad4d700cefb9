"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { FeedLanguage } from "@/lib/stores/schema";
import { FeedPreview } from "./feed-preview";
import { FeedRefusal } from "./feed-refusal";
import { useFeedPreview } from "./use-feed-preview";

type Props = {
  name: string;
  error: string | undefined;
  label: string;
  hint: string | undefined;
  language: FeedLanguage;
  /** As typed so far. */
  url: string;
  /** Preview was pressed without an address that could be read. */
  onUnreadable: () => void;
  /** The control for the address. */
  children: ReactNode;
};

// The server checks it again; the schema's code would be heavy for one look at a text.
const isWebAddress = (text: string) => /^\s*https?:\/\//i.test(text) && URL.canParse(text);

/** The address of a feed with a look at what is behind it. */
export function FeedField({ language, url, onUnreadable, children, ...field }: Props) {
  const t = useTranslations("stores.productImport.preview");
  const [shown, look] = useFeedPreview(url, language);
  const isReading = shown.state === "reading";
  const start = () => (isWebAddress(url) ? void look() : onUnreadable());
  return (
    <div className="grid gap-3">
      <Field {...field}>
        <div className="flex flex-col gap-3 sm:flex-row">
          {children}
          <Button
            sends
            variant="secondary"
            busy={isReading}
            busyLabel={t("reading")}
            onClick={start}
            className="shrink-0"
          >
            <Eye aria-hidden />
            {t("button")}
            <span className="sr-only"> {field.label}</span>
          </Button>
        </div>
      </Field>
      <div role="status">
        {isReading ? <p className="text-sm text-ink-muted">{t("readingHelp")}</p> : null}
        {shown.state === "found" ? <FeedPreview view={shown.view} address={{ url, language }} /> : null}
        {shown.state === "refused" ? <FeedRefusal refusal={shown.refusal} /> : null}
      </div>
    </div>
  );
}
