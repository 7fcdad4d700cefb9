"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useEarlySubmit } from "@/components/flow/use-early-submit";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { call } from "@/lib/platform/http/browser";
import type { ChoiceView, PreferencesView } from "@/lib/platform/preferences/schema";

type Shown = { choices: readonly ChoiceView[]; version: number };
type Conflict = { saved: readonly ChoiceView[]; version: number };

const keyOf = ({ topic, channel }: ChoiceView) => `${topic}.${channel}` as const;

/** Saves what is chosen. Where it was changed elsewhere meanwhile nothing is overwritten: the ticks stay, and what is saved can be taken instead. */
function useChoosing(first: Shown) {
  const [shown, setShown] = useState(first);
  // The ticks are drawn anew with this.
  const [drawing, setDrawing] = useState(0);
  const [busy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [theirs, setTheirs] = useState<readonly ChoiceView[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const offered = (choices: readonly ChoiceView[]) => {
    const known = new Set(shown.choices.map(keyOf));
    return choices.filter(one => known.has(keyOf(one)));
  };
  const save = async (choices: readonly ChoiceView[]) => {
    if (busy) return;
    setBusy(true);
    setSaved(false);
    const answer = await call<PreferencesView>("PUT", "/api/v1/me/preferences", { choices, version: shown.version });
    const isConflict = answer.error?.code === "version_conflict";
    const there = isConflict ? (answer.data as unknown as Conflict | null) : null;
    setBusy(false);
    setProblem(answer.success || there ? null : answer.message);
    setTheirs(there && offered(there.saved));
    setSaved(answer.success);
    const version = there?.version ?? answer.data?.version;
    if (version !== undefined) setShown({ choices, version });
  };
  const takeTheirs = () => {
    if (theirs) setShown({ ...shown, choices: theirs });
    setDrawing(drawing + 1);
    setTheirs(null);
  };
  return { shown, drawing, busy, isSaved, theirs, problem, save, takeTheirs };
}

/** What somebody wants to be told, by topic: a box for each way. */
export function PreferencesForm(first: Shown) {
  const t = useTranslations("auth.preferences");
  const early = useEarlySubmit();
  const { shown, drawing, busy, isSaved, theirs, problem, save, takeTheirs } = useChoosing(first);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    void save(shown.choices.map(choice => ({ ...choice, isWanted: given.has(keyOf(choice)) })));
  };
  const take = () => {
    takeTheirs();
    // The button that had the focus goes.
    early.ref.current?.focus();
  };
  return (
    <form {...early} tabIndex={-1} onSubmit={submit} className="grid justify-items-start gap-6">
      {theirs ? <Meanwhile onTake={take} /> : null}
      <Topics key={drawing} choices={shown.choices} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" busy={busy} busyLabel={t("saving")}>
          {t("save")}
        </Button>
        <p role="status" className="text-success">
          {isSaved ? t("saved") : ""}
        </p>
      </div>
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
    </form>
  );
}

function Meanwhile({ onTake }: { onTake: () => void }) {
  const t = useTranslations("auth.preferences");
  return (
    <Notice
      tone="warning"
      live="assertive"
      title={t("conflict")}
      actions={
        <Button variant="secondary" onClick={onTake}>
          {t("take")}
        </Button>
      }
    >
      {t("conflictHelp")}
    </Notice>
  );
}

function Topics({ choices }: { choices: readonly ChoiceView[] }) {
  const t = useTranslations("auth.preferences");
  const topics = [...new Set(choices.map(({ topic }) => topic))];
  return topics.map(topic => (
    <fieldset key={topic} className="grid gap-4">
      <legend className="mb-1 font-medium">{t(`topics.${topic}`)}</legend>
      <p className="text-sm text-pretty text-ink-muted">{t(`leads.${topic}`)}</p>
      {choices
        .filter(choice => choice.topic === topic)
        .map(choice => (
          <Checkbox
            key={keyOf(choice)}
            name={keyOf(choice)}
            label={t(`channels.${choice.channel}`)}
            hint={keyOf(choice) === "reminders.sms" ? t("smsHint") : undefined}
            defaultChecked={choice.isWanted}
          />
        ))}
    </fieldset>
  ));
}
