import type { ReactNode } from "react";

/** What an act does, each effect by its name, in the words that `say` has for it. */
export function EffectList<Name extends string>({
  names,
  say,
}: {
  names: readonly Name[];
  say: (name: Name) => ReactNode;
}) {
  return (
    <ul className="grid list-disc gap-1.5 pl-5">
      {names.map(name => (
        <li key={name}>{say(name)}</li>
      ))}
    </ul>
  );
}
