"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useEarlySubmit } from "@/components/flow/use-early-submit";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { fieldId } from "@/components/ui/field-context";
import { Textarea } from "@/components/ui/textarea";
import { useFocusLater } from "@/components/ui/use-focus-later";
import { call } from "@/lib/platform/http/browser";

const mostFeedback = 1000;
const fields = [
  { name: "text", label: "annoys" },
  { name: "missing", label: "missing" },
] as const;

type Refused = { text?: string; missing?: string; all?: string };

/** What an admin says of the desk; sent, the form is empty again. */
export function FeedbackForm() {
  const t = useTranslations("admin.feedback");
  const early = useEarlySubmit();
  const { busy, told, sent, refused, send } = useSending();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void send(new FormData(event.currentTarget));
  };
  return (
    <form {...early} noValidate onSubmit={submit} className="grid max-w-wizard gap-5">
      {fields.map(({ name, label }) => (
        <Field key={`${name} ${sent}`} name={name} label={t(label)} optional error={refused[name]}>
          <Textarea name={name} maxLength={mostFeedback} />
        </Field>
      ))}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" busy={busy} busyLabel={t("sending")}>
          {t("send")}
        </Button>
        <p role="status" className="text-success">
          {told}
        </p>
      </div>
      {refused.all ? (
        <p role="alert" className="text-danger">
          {refused.all}
        </p>
      ) : null}
    </form>
  );
}

function useSending() {
  const t = useTranslations("admin.feedback");
  const router = useRouter();
  const focusLater = useFocusLater();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState("");
  // How often it was sent: with each the fields are drawn anew.
  const [sent, setSent] = useState(0);
  const [refused, setRefused] = useState<Refused>({});
  const send = async (given: FormData) => {
    if (busy) return;
    setBusy(true);
    setTold("");
    const said = { text: String(given.get("text") ?? ""), missing: String(given.get("missing") ?? "") };
    const answer = await call("POST", "/api/v1/admin/feedback", said);
    const wrong = Object.fromEntries((answer.error?.errors ?? []).map(({ field, message }) => [field, message]));
    const first = fields.find(({ name }) => wrong[name])?.name;
    if (first) focusLater(fieldId(first));
    setBusy(false);
    setRefused(answer.success ? {} : first ? wrong : { all: answer.message });
    if (!answer.success) return;
    setSent(sent + 1);
    setTold(t("sent"));
    router.refresh();
  };
  return { busy, told, sent, refused, send };
}
