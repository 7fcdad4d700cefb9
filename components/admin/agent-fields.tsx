"use client";

import { useTranslations } from "next-intl";
import type { Refused } from "@/components/flow/use-question";
import { chooseAmerica } from "@/components/ui/choose-country";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type PhoneCountry, PhoneField } from "@/components/ui/phone-field";
import { RadioGroup } from "@/components/ui/radio-group";

/** Who an agent is: name, address, number, and whether they work alone. */
export function AgentFields({
  refused,
  countries,
}: {
  refused: Refused["fields"];
  countries: readonly PhoneCountry[];
}) {
  const t = useTranslations("admin.agents.make");
  const types = ["Individual", "Team"].map(value => ({ value, label: t(`types.${value}`) }));
  return (
    <>
      <Field name="name" label={t("person")} error={refused.name}>
        <Input name="name" maxLength={120} autoComplete="off" spellCheck={false} />
      </Field>
      <Field name="email" label={t("email")} hint={t("emailHint")} error={refused.email}>
        <Input name="email" type="email" maxLength={254} autoComplete="off" spellCheck={false} />
      </Field>
      <PhoneField
        countries={countries}
        country={{ name: "country", autoComplete: "off", defaultValue: chooseAmerica(countries) }}
        phone={{ name: "phoneNumber", autoComplete: "off" }}
        hint={t("phoneHint")}
        error={refused.phoneNumber}
      />
      <RadioGroup
        name="accountType"
        legend={t("type")}
        options={types}
        defaultValue="Individual"
        error={refused.accountType}
      />
    </>
  );
}
