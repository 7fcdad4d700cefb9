"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { FieldError, FieldHint } from "./field";
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
};

/**
 * A phone number with its country beside it; one below the other where there is no room for both, with hint and error right above the number. Whatever is
 * typed stays as typed; the server makes sense of it.
 */
export function PhoneField({ countries, country, phone, label, hint, error }: PhoneFieldProps) {
  const t = useTranslations("common");
  const [countryId, id] = [fieldId(country.name), fieldId(phone.name)];
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="@container">
      <div className="grid gap-x-3 @sm:grid-cols-[minmax(0,13rem)_minmax(0,1fr)]">
        <label htmlFor={countryId} className="justify-self-start font-medium @sm:row-start-2">
          {t("country")}
        </label>
        <Select id={countryId} autoComplete="country" {...country} className="mt-1.5 @max-sm:mb-4 @sm:row-start-3">
          {countries.map(({ region, name, callingCode }) => (
            <option key={region} value={region}>
              {`${name} (+${callingCode})`}
            </option>
          ))}
        </Select>
        <label htmlFor={id} className="justify-self-start font-medium @sm:row-start-2">
          {label ?? t("phoneNumber")}
        </label>
        {hint || error ? (
          <div className="grid gap-1.5 @max-sm:mt-1.5 @sm:col-span-2 @sm:row-start-1 @sm:mb-2">
            {hint ? <FieldHint id={`${id}-hint`}>{hint}</FieldHint> : null}
            {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
          </div>
        ) : null}
        <Input
          type="tel"
          autoComplete="tel"
          {...phone}
          id={id}
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
          className="mt-1.5 @sm:row-start-3"
        />
      </div>
    </div>
  );
}
