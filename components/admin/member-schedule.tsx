"use client";

import { CalendarClock } from "lucide-react";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useViewerZone } from "@/components/ui/viewer-zone";
import type { PlanView } from "@/lib/members/view/employer";
import type { Envelope } from "@/lib/platform/http/envelope";

type Schedule = (input: {
  id: number;
  planSubscriptionId: string;
  activationDate: number | null;
}) => Promise<Envelope<unknown>>;
type MemberScheduleProps = {
  member: { id: number; name: string };
  /** Those that may begin by themselves. */
  plans: readonly Pick<PlanView, "id" | "name">[];
  schedule: Schedule;
  onDone: (told: string) => void;
};

/** What was typed as an instant in the viewer's zone; null while it is none. */
function readLocal(typed: string): Date | null {
  const instant = new Date(typed);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

function secondsOf(typed: string): number | null {
  const instant = readLocal(typed);
  return instant && Math.floor(instant.getTime() / 1000);
}

/** Asks from when a member shall have which plan, in the viewer's zone, and has it begin by itself then. */
export function MemberSchedule({ member, plans, schedule, onDone }: MemberScheduleProps) {
  const t = useTranslations("members.acts.schedule");
  const words = useTranslations("members.acts.activate");
  const router = useRouter();
  // Nothing can be asked for.
  if (plans.length === 0) return null;
  const only = plans.length === 1 ? plans[0]?.id : "";
  return (
    <Question
      trigger={
        <Button variant="secondary">
          <CalendarClock aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", member)}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: t("busy") }}
      act={given =>
        schedule({
          id: member.id,
          planSubscriptionId: String(given.get("planSubscriptionId") ?? ""),
          activationDate: secondsOf(String(given.get("activationDate") ?? "")),
        })
      }
      onDone={() => {
        onDone(t("done", member));
        router.refresh();
      }}
    >
      {refused => (
        <>
          <Field name="planSubscriptionId" label={words("plan")} error={refused.planSubscriptionId}>
            <Select name="planSubscriptionId" defaultValue={only}>
              <option value="">{words("choosePlan")}</option>
              {plans.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <When error={refused.activationDate} />
        </>
      )}
    </Question>
  );
}

/** Day and time as the viewer's clock on the wall says them, and the instant that it is. */
function When({ error }: { error?: string }) {
  const t = useTranslations("members.acts.schedule");
  const format = useFormatter();
  const timeZone = useViewerZone();
  const [typed, setTyped] = useState("");
  const instant = readLocal(typed);
  const said = instant && format.dateTime(instant, { dateStyle: "full", timeStyle: "long", timeZone });
  return (
    <Field
      name="activationDate"
      label={t("when")}
      hint={t("zone", { zone: timeZone.replaceAll("_", " ") })}
      error={error}
      note={said ? t("that", { when: said }) : t("thatNone")}
    >
      <Input
        name="activationDate"
        type="datetime-local"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
    </Field>
  );
}
