"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import type { RegisterOptions } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Configuration, NotificationPreferences } from "@/lib/customers/schema/customer";
import { patienceFor } from "@/lib/customers/schema/thresholds";
import { useSpans } from "./use-spans";

type Name = `configuration.${keyof Configuration}` | `notificationPreferences.${keyof NotificationPreferences}`;
type ConfigurationFieldsProps = {
  field: (name: Name) => { name: string; error?: string | undefined };
  register: (
    name: Name,
    options?: Pick<RegisterOptions, "valueAsNumber" | "onChange">,
  ) => ComponentProps<"input"> & ComponentProps<"select">;
  /** What is chosen now; what is none of the usual choices joins them. */
  chosen: Pick<Configuration, "syncEveryMinutes" | "alertAfterMinutes">;
  /** Sets for how long without a sync nobody is alerted, which follows how often there is one. */
  setPatience: (minutes: number) => void;
};

const rhythms = [0, 15, 30, 60, 120, 360, 720, 1440, 10_080];
const patiences = [30, 60, 180, 360, 720, 1440, 4320, 10_080];
const channels = ["email", "inApp", "slack"] as const;
const asNumber = { valueAsNumber: true };
const withChosen = (usual: readonly number[], chosen: number) =>
  [...new Set([...usual, chosen])].toSorted((one, other) => one - other);
const patiencesFor = (chosen: number) => [...patiences, ...withChosen(rhythms, chosen).map(patienceFor)];

/** How a customer is synced, when the admins are alerted, and how news are told. */
export function ConfigurationFields({ field, register, chosen, setPatience }: ConfigurationFieldsProps) {
  const t = useTranslations("customers.form");
  const { long, every } = useSpans();
  const followRhythm = ({ target }: { target: { value: string } }) => setPatience(patienceFor(Number(target.value)));
  return (
    <div className="grid gap-6">
      <div className="grid gap-6 sm:grid-cols-2 sm:items-end">
        <Field
          {...field("configuration.syncEveryMinutes")}
          label={t("syncEveryMinutes")}
          hint={t("syncEveryMinutesHint")}
        >
          <Select {...register("configuration.syncEveryMinutes", { ...asNumber, onChange: followRhythm })}>
            {withChosen(rhythms, chosen.syncEveryMinutes).map(minutes => (
              <option key={minutes} value={minutes}>
                {every(minutes)}
              </option>
            ))}
          </Select>
        </Field>
        <Field {...field("configuration.pageSize")} label={t("pageSize")} hint={t("pageSizeHint")}>
          <Input type="number" inputMode="numeric" min={1} max={50} {...register("configuration.pageSize", asNumber)} />
        </Field>
      </div>
      <Checkbox
        {...field("configuration.withExports")}
        label={t("withExports")}
        hint={t("withExportsHint")}
        {...register("configuration.withExports")}
      />
      <div className="grid gap-6 sm:grid-cols-2 sm:items-end">
        <Field
          {...field("configuration.alertAfterFailures")}
          label={t("alertAfterFailures")}
          hint={t("alertAfterFailuresHint")}
        >
          <Input
            type="number"
            inputMode="numeric"
            min={1}
            max={100}
            {...register("configuration.alertAfterFailures", asNumber)}
          />
        </Field>
        <Field
          {...field("configuration.alertAfterMinutes")}
          label={t("alertAfterMinutes")}
          hint={t("alertAfterMinutesHint")}
        >
          <Select {...register("configuration.alertAfterMinutes", asNumber)}>
            {withChosen(patiencesFor(chosen.syncEveryMinutes), chosen.alertAfterMinutes).map(minutes => (
              <option key={minutes} value={minutes}>
                {long(minutes)}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          {...field("configuration.pauseAfterFailures")}
          label={t("pauseAfterFailures")}
          hint={t("pauseAfterFailuresHint")}
        >
          <Input
            type="number"
            inputMode="numeric"
            min={2}
            max={1000}
            {...register("configuration.pauseAfterFailures", asNumber)}
          />
        </Field>
      </div>
      <fieldset className="grid gap-3">
        <legend className="mb-3 font-medium">{t("news")}</legend>
        {channels.map(channel => (
          <Checkbox
            key={channel}
            {...field(`notificationPreferences.${channel}`)}
            label={t(channel)}
            {...register(`notificationPreferences.${channel}`)}
          />
        ))}
      </fieldset>
    </div>
  );
}
