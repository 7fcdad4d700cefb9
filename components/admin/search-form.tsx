import { Search } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type SearchFormProps = {
  /** The list's address. */
  here: string;
  q: string | undefined;
  label: string;
  hint: string;
  find: string;
  /** The way back to the whole list. */
  all: string;
};

/** Finds what a list holds; what was looked for stands in the address. */
export function SearchForm({ here, q, label, hint, find, all }: SearchFormProps) {
  return (
    <Form action={here} role="search" className="flex flex-wrap items-end gap-3">
      <Field name="q" label={label} hint={hint} className="max-w-xl min-w-56 flex-1">
        <Input key={q} type="search" name="q" defaultValue={q} autoComplete="off" spellCheck={false} maxLength={254} />
      </Field>
      <Button type="submit" reads variant="secondary">
        <Search aria-hidden />
        {find}
      </Button>
      {q ? (
        <Link href={here} className="link py-2">
          {all}
        </Link>
      ) : null}
    </Form>
  );
}
