"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { StepForm } from "@/components/flow/step-form";
import { useStepForm } from "@/components/flow/use-step-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { QueryProvider } from "@/components/ui/query-provider";
import { Select } from "@/components/ui/select";
import type { TypedDetails } from "@/lib/members/schema/staff";
import type { Envelope } from "@/lib/platform/http/envelope";
import { MemberIdentityFields } from "./member-identity-fields";

type MemberFormProps = {
  saved: TypedDetails;
  version?: number;
  /** The paper that is kept, masked. */
  paper: { name: string; masked: string } | null;
  /** What goes with the details: who is changed, or where somebody is added. */
  beside: Record<string, unknown>;
  save: (input: unknown) => Promise<Envelope<{ id: number }>>;
  submitLabel: string;
};

const genders = ["M", "F", "O"] as const;

/** What is known of a member, to be typed; nothing of it must be there before somebody is to be activated. */
export function MemberForm(props: MemberFormProps) {
  return (
    <QueryProvider>
      <DetailsForm {...props} />
    </QueryProvider>
  );
}

function DetailsForm({ saved, version, paper, beside, save, submitLabel }: MemberFormProps) {
  const t = useTranslations("members.members");
  const router = useRouter();
  const step = useStepForm({
    schema: () => import("@/lib/members/schema/staff").then(found => found.TypedDetails),
    defaultValues: saved,
    version,
    save: (values, context) =>
      save({ ...values, ...beside, ...(version === undefined ? {} : { version: context.version }) }),
    onSaved: done => {
      router.push(`/admin/members/${done?.id}`);
      router.refresh();
    },
  });
  const { register, field } = step;
  return (
    <StepForm step={step} submitLabel={submitLabel}>
      <Field {...field("name")} label={t("form.name")}>
        <Input autoComplete="off" spellCheck={false} {...register("name")} />
      </Field>
      <div className="grid gap-6 sm:grid-cols-2 sm:items-end">
        <Field {...field("dob")} label={t("form.dob")} hint={t("form.dobHint")}>
          <Input autoComplete="off" inputMode="numeric" placeholder="YYYY-MM-DD" {...register("dob")} />
        </Field>
        <Field {...field("gender")} label={t("form.gender")}>
          <Select {...register("gender")}>
            <option value="">{t("form.noGender")}</option>
            {genders.map(gender => (
              <option key={gender} value={gender}>
                {t(`genders.${gender}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field {...field("phoneNumber")} label={t("form.phoneNumber")} hint={t("form.phoneHint")}>
          <Input type="tel" autoComplete="off" {...register("phoneNumber")} />
        </Field>
        <Field {...field("emailId")} label={t("form.emailId")}>
          <Input type="email" autoComplete="off" spellCheck={false} {...register("emailId")} />
        </Field>
      </div>
      <MemberIdentityFields step={step} paper={paper} />
    </StepForm>
  );
}
