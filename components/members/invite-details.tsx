"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { StepForm } from "@/components/flow/step-form";
import { useStepForm } from "@/components/flow/use-step-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { InvitedDetails, TypedInvite } from "@/lib/members/schema/invite";
import type { InviteView } from "@/lib/members/view/invite";
import { call } from "@/lib/platform/http/browser";

type InviteDetailsProps = {
  token: string;
  invite: InviteView;
  /** With the invite as it is after a change; null where the answer did not say. */
  onDone: (invite: InviteView | null) => void;
};
type Step = ReturnType<typeof useStepForm<TypedInvite, InvitedDetails, InviteView>>;

const empty: TypedInvite = {
  ...{ name: "", dob: "", gender: "", addrLine: "", city: "", state: "", pincode: "", govtIdName: "", govtIdValue: "" },
  nomineeDetails: { name: "", relation: "" },
};
const isSaid = (value: unknown) => value !== undefined;

/** Asks for what the plan needs and nobody knows; what is known is not shown, and what came through this link can be corrected. */
export function InviteDetails({ token, invite, onDone }: InviteDetailsProps) {
  const t = useTranslations("invites.details");
  const [isCorrecting, setCorrecting] = useState(false);
  const { missing, known, correctable } = invite;
  const step = useStepForm<TypedInvite, InvitedDetails, InviteView>({
    schema: async () => (await import("@/lib/members/schema/invite")).typedInvite(missing),
    defaultValues: empty,
    save: values => {
      const said = Object.fromEntries(Object.entries(values).filter(([, value]) => isSaid(value)));
      return call("POST", `/api/v1/beneficiary/invite/${encodeURIComponent(token)}/details`, said);
    },
    onSaved: onDone,
  });
  const isShown = (name: string) => missing.includes(name) || (isCorrecting && correctable.includes(name));
  const nameAll = useNames();
  const [others, told] = [known.filter(name => !correctable.includes(name)), correctable].map(nameAll);
  const correct = (
    <Button variant="secondary" size="large" className="max-sm:w-full" onClick={() => setCorrecting(true)}>
      {t("correct")}
    </Button>
  );
  const canCorrect = !isCorrecting && correctable.length > 0;
  return (
    <StepForm
      step={step}
      actions={canCorrect ? correct : undefined}
      busyLabel={t("saving")}
      submitLabel={t("continue")}
    >
      <p className="text-pretty">{t(isCorrecting ? "leadAll" : missing.length > 0 ? "lead" : "complete")}</p>
      {others ? <p className="text-pretty text-ink-muted">{t("known", { fields: others })}</p> : null}
      {told && !isCorrecting ? <p className="text-pretty text-ink-muted">{t("told", { fields: told })}</p> : null}
      <Person step={step} isShown={isShown} />
      <Address step={step} isShown={isShown} />
      {isShown("govt_id_value") ? <Paper step={step} /> : null}
      <NomineeFields step={step} isShown={isShown} />
    </StepForm>
  );
}

/** Details by their names, as people read them. */
export function useNames(): (names: readonly string[]) => string {
  const t = useTranslations("invites.details.fields") as ReturnType<typeof useTranslations>;
  const nameOf = (name: string) => t(name.replace(".", "_"));
  return names =>
    names
      .filter(name => name !== "govt_id_name")
      .map(nameOf)
      .join(", ");
}

type Part = { step: Step; isShown: (name: string) => boolean };

function Person({ step, isShown }: Part) {
  const t = useTranslations("invites.details");
  return (
    <>
      {isShown("name") ? (
        <Field {...step.field("name")} label={t("fields.name")}>
          <Input autoComplete="name" spellCheck={false} {...step.register("name")} />
        </Field>
      ) : null}
      {isShown("dob") ? (
        <Field {...step.field("dob")} label={t("fields.dob")} hint={t("dobHint")}>
          <Input autoComplete="bday" inputMode="numeric" className="max-w-48" {...step.register("dob")} />
        </Field>
      ) : null}
      {isShown("gender") ? (
        <Field {...step.field("gender")} label={t("fields.gender")}>
          <Select autoComplete="sex" className="max-w-64" {...step.register("gender")}>
            <option value="">{t("choose")}</option>
            {(["F", "M", "O"] as const).map(gender => (
              <option key={gender} value={gender}>
                {t(`genders.${gender}`)}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
    </>
  );
}

function Address({ step, isShown }: Part) {
  const t = useTranslations("invites.details.fields");
  const [hasLine, hasCity] = [isShown("addr_line"), isShown("city")];
  return (
    <>
      {hasLine ? (
        <Field {...step.field("addrLine")} label={t("addr_line")}>
          <Input autoComplete="street-address" {...step.register("addrLine")} />
        </Field>
      ) : null}
      {hasCity ? (
        <Field {...step.field("city")} label={t("city")}>
          <Input autoComplete="address-level2" {...step.register("city")} />
        </Field>
      ) : null}
      {hasLine && hasCity ? (
        <Field {...step.field("state")} label={t("state")} optional>
          <Input autoComplete="address-level1" {...step.register("state")} />
        </Field>
      ) : null}
      {isShown("pincode") ? (
        <Field {...step.field("pincode")} label={t("pincode")}>
          <Input autoComplete="postal-code" className="max-w-48" {...step.register("pincode")} />
        </Field>
      ) : null}
    </>
  );
}

function Paper({ step }: { step: Step }) {
  const t = useTranslations("invites.details");
  return (
    <>
      <Field {...step.field("govtIdName")} label={t("govtIdKind")}>
        <Select className="max-w-64" {...step.register("govtIdName")}>
          <option value="">{t("choose")}</option>
          {(["pan", "aadhar", "passport", "license"] as const).map(paper => (
            <option key={paper} value={paper}>
              {t(`papers.${paper}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field {...step.field("govtIdValue")} label={t("govtIdValue")} hint={t("govtIdHint")}>
        <Input autoComplete="off" autoCapitalize="characters" spellCheck={false} {...step.register("govtIdValue")} />
      </Field>
    </>
  );
}

function NomineeFields({ step, isShown }: Part) {
  const t = useTranslations("invites.details");
  const [hasName, hasRelation] = [isShown("nominee_details.name"), isShown("nominee_details.relation")];
  if (!hasName && !hasRelation) return null;
  return (
    <fieldset className="grid gap-6">
      <legend className="mb-1 text-lg font-semibold">{t("nominee")}</legend>
      <p className="text-sm text-ink-muted">{t("nomineeHint")}</p>
      {hasName ? (
        <Field {...step.field("nomineeDetails.name")} label={t("fields.nominee_details_name")}>
          <Input autoComplete="off" {...step.register("nomineeDetails.name")} />
        </Field>
      ) : null}
      {hasRelation ? (
        <Field {...step.field("nomineeDetails.relation")} label={t("fields.nominee_details_relation")}>
          <Input autoComplete="off" {...step.register("nomineeDetails.relation")} />
        </Field>
      ) : null}
    </fieldset>
  );
}
