"use client";

import { OTPInput } from "input-otp";
import { type Ref, useRef } from "react";
import { classNames } from "./class-names";
import { useFieldWiring } from "./field-context";
import { useNonce } from "./nonce-provider";

type CodeInputProps = {
  name: string;
  value: string;
  onChange: (digits: string) => void;
  /** A whole code came by paste or autofill in one go; typing the last digit never calls this. */
  onWholeCode?: (digits: string) => void;
  length?: number;
  disabled?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** A security code: one real input (so that autofill and paste work) with a box drawn per digit. Put it in a `Field`. */
export function CodeInput({ name, value, onChange, onWholeCode, length = 6, disabled, ref }: CodeInputProps) {
  const nonce = useNonce();
  const wiring = useFieldWiring({});
  const before = useRef(value);
  const change = (text: string) => {
    const digits = onlyDigits(text).slice(0, length);
    const grown = digits.length - before.current.length;
    before.current = digits;
    onChange(digits);
    if (digits.length === length && grown > 1) onWholeCode?.(digits);
  };
  return (
    <OTPInput
      // No room for password managers' badges beside the input: it would stick out of a narrow page.
      pushPasswordManagerStrategy="none"
      {...wiring}
      ref={ref}
      name={name}
      value={value}
      onChange={change}
      maxLength={length}
      disabled={disabled}
      pasteTransformer={onlyDigits}
      inputMode="numeric"
      autoComplete="one-time-code"
      nonce={nonce}
      noScriptCSSFallback={null}
      containerClassName="relative w-fit max-w-full"
      className="outline-none!"
      render={({ slots, isFocused }) => (
        <div aria-hidden className="flex gap-2">
          {slots.map((slot, index) => (
            <Digit
              // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its position
              key={index}
              char={slot.char}
              caret={slot.hasFakeCaret}
              active={isFocused && slot.isActive}
              invalid={Boolean(wiring["aria-invalid"])}
            />
          ))}
        </div>
      )}
    />
  );
}

function Digit({
  char,
  caret,
  active,
  invalid,
}: {
  char: string | null;
  caret: boolean;
  active: boolean;
  invalid: boolean;
}) {
  return (
    <div
      className={classNames(
        "grid h-14 w-[clamp(2.25rem,12vw,3rem)] place-items-center rounded-md border border-line-strong bg-surface text-xl font-medium tabular-nums",
        invalid && "border-danger inset-ring inset-ring-danger",
        active && "border-accent outline-2 -outline-offset-1 outline-accent",
      )}
    >
      {char}
      {caret ? <span className="h-6 w-px bg-ink motion-safe:animate-breathe" /> : null}
    </div>
  );
}

// Full-width digits, as some keyboards write them, count like plain ones.
function onlyDigits(text: string): string {
  return text.normalize("NFKC").replace(/\D/g, "");
}
