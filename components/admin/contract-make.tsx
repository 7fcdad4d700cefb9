"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Envelope } from "@/lib/platform/http/envelope";

type MakeContractProps = {
  employerId: number;
  partners: readonly { id: string; name: string }[];
  make: (input: unknown) => Promise<Envelope<unknown>>;
};

/** Asks for the days of a contract and who may activate for it. */
export function MakeContract({ employerId, partners, make }: MakeContractProps) {
  const t = useTranslations("members.acts.contract");
  const words = useTranslations("members.employers");
  return (
    <ToldQuestion
      trigger={
        <Button>
          <Plus aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: words("busy") }}
      act={given => make({ employerId, ...Object.fromEntries(given) })}
      done={t("done")}
    >
      {refused => (
        <>
          <div className="grid gap-4 sm:grid-cols-2 sm:items-end">
            <Field name="startsOn" label={t("startsOn")} error={refused.startsOn}>
              <Input name="startsOn" type="date" />
            </Field>
            <Field name="endsOn" label={t("endsOn")} error={refused.endsOn} optional>
              <Input name="endsOn" type="date" />
            </Field>
          </div>
          <p className="-mt-2 text-sm text-ink-muted">{t("endsOnHint")}</p>
          <Field
            name="partnerAccountId"
            label={t("partner")}
            hint={t("partnerHint")}
            error={refused.partnerAccountId}
            optional
          >
            <Select name="partnerAccountId">
              <option value="">{t("noPartner")}</option>
              {partners.map(({ id, name }) => (
                <option key={id} value={id}>
                  {`${name} (${id})`}
                </option>
              ))}
            </Select>
          </Field>
        </>
      )}
    </ToldQuestion>
  );
}
