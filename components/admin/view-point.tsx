"use client";

import { MousePointerClick } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Question } from "@/components/flow/question";
import type { Refused } from "@/components/flow/use-question";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/platform/http/browser";
import { fieldOf, listFields, type PointableField, placeOfPage } from "./view-fields";

type ViewPointProps = { personId: number; name: string; onSent: () => void };

/** Sends the person whose eyes these are a link to exactly one field of this page. */
export function ViewPoint({ personId, name, onSent }: ViewPointProps) {
  const t = useTranslations("viewAs.point");
  const touched = useRef<string | null>(null);
  useEffect(() => {
    const note = ({ target }: Event) => {
      const field = fieldOf(target);
      if (field && target instanceof Element && target.closest("main")) touched.current = field;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  const send = (given: FormData) =>
    call("POST", `/api/v1/admin/people/${personId}/view-as/point`, {
      place: placeOfPage(),
      field: String(given.get("field") ?? ""),
      note: String(given.get("note") ?? ""),
    });
  return (
    <Question
      trigger={
        <Button size="small" variant="secondary">
          <MousePointerClick aria-hidden />
          {t("open")}
        </Button>
      }
      title={t("title", { name })}
      effect={t("effect")}
      confirm={{ label: t("send"), busy: t("sending") }}
      act={send}
      onDone={onSent}
    >
      {refused => <PointFields touched={touched.current} refused={refused} />}
    </Question>
  );
}

function PointFields({ touched, refused }: { touched: string | null; refused: Refused["fields"] }) {
  const t = useTranslations("viewAs.point");
  const [fields, setFields] = useState<PointableField[]>([]);
  const [chosen, setChosen] = useState(touched ?? "");
  useEffect(() => {
    const found = listFields();
    setFields(found);
    setChosen(before => (found.some(({ name }) => name === before) ? before : (found[0]?.name ?? "")));
  }, []);
  if (fields.length === 0) return <p className="font-medium">{t("none")}</p>;
  return (
    <>
      <Field name="field" label={t("field")} hint={t("fieldHint")} error={refused.field}>
        <Select name="field" value={chosen} onChange={({ target }) => setChosen(target.value)}>
          {fields.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <div>
        <p className="font-medium">{t("link")}</p>
        <div className="flex items-center gap-2">
          <code className="min-w-0 flex-1 text-sm wrap-anywhere">{linkTo(chosen)}</code>
          <CopyButton value={linkTo(chosen)} name={t("link")} />
        </div>
      </div>
      <Field name="note" label={t("note")} hint={t("noteHint")} error={refused.note} optional>
        <Textarea name="note" rows={2} maxLength={300} autoComplete="off" />
      </Field>
    </>
  );
}

const linkTo = (field: string) => `${window.location.origin}${placeOfPage()}#field-${field}`;
