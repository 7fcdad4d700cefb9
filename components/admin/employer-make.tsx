"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { memberLanguages } from "@/lib/members/schema/employer";
import type { EmployerView } from "@/lib/members/view/employer";
import type { Envelope } from "@/lib/platform/http/envelope";

/** Asks for an employer's name and language, makes it and goes to its page. */
export function MakeEmployer({ make }: { make: (input: unknown) => Promise<Envelope<EmployerView>> }) {
  const t = useTranslations("members.acts.employer");
  const words = useTranslations("members.employers");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button>
          <Plus aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: words("busy") }}
      act={async given => {
        const answer = await make({ name: given.get("name"), language: given.get("language") });
        if (answer.data) router.push(`/admin/employers/${answer.data.id}`);
        return answer;
      }}
    >
      {refused => (
        <>
          <Field name="name" label={t("name")} error={refused.name}>
            <Input name="name" maxLength={120} autoComplete="off" />
          </Field>
          <Field name="language" label={t("language")} hint={t("languageHint")} error={refused.language}>
            <Select name="language">
              {memberLanguages.map(({ id, name }) => (
                <option key={id} value={id} lang={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        </>
      )}
    </Question>
  );
}
