"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { Field, FieldError, FieldHint } from "./field";
import { fieldId } from "./field-context";
import { Input } from "./input";
import { Select } from "./select";

/** A country to choose: ISO region, name in the reader's language, calling code without "+". */
export type PhoneCountry = { region: string; name: string; callingCode: string };

type PhoneFieldProps = {
  countries: readonly PhoneCountry[];
  /** Props of the select (such as `register("country")`); must carry its name. */
  country: ComponentProps<"select"> & { name: string };
  /** Props of the number's input (such as `register("phoneNumber")`); must carry its name. */
  phone: ComponentProps<"input"> & { name: string };
  label?: ReactNode;
  hint?: ReactNode;
  error?: string;
  countryError?: string;
};

/** A phone number with its country beside it. Whatever is typed stays as typed; the server makes sense of it. */
export function PhoneField({ countries, country, phone, label, hint, error, countryError }: PhoneFieldProps) {
  const t = useTranslations("common");
  const id = fieldId(phone.name);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="grid gap-2">
      {hint ? <FieldHint id={`${id}-hint`}>{hint}</FieldHint> : null}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
      <div className="grid items-end gap-4 sm:grid-cols-[minmax(0,13rem)_minmax(0,1fr)] sm:gap-3">
        <Field name={country.name} label={t("country")} error={countryError}>
          <Select autoComplete="country" {...country}>
            {countries.map(({ region, name, callingCode }) => (
              <option key={region} value={region}>
                {`${name} (+${callingCode})`}
              </option>
            ))}
          </Select>
        </Field>
        <Field name={phone.name} label={label ?? t("phoneNumber")}>
          <Input
            type="tel"
            autoComplete="tel"
            {...phone}
            aria-describedby={described || undefined}
            aria-invalid={error ? true : undefined}
          />
        </Field>
      </div>
    </div>
  );
}
