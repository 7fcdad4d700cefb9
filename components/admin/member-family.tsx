import Link from "next/link";
import { useTranslations } from "next-intl";
import type { MemberView, RelativeView } from "@/lib/members/view/member";
import { MemberState } from "./member-state";

/** Whose dependent somebody is, or who their dependents are. */
export function MemberFamily({ primary, dependents }: Pick<MemberView, "primary" | "dependents">) {
  const t = useTranslations("members.members");
  if (primary)
    return (
      <>
        <p className="mb-1 text-sm text-ink-muted">{t("familyOf")}</p>
        <Relative {...primary} />
      </>
    );
  if (dependents.length === 0) return <p className="text-ink-muted">{t("noDependents")}</p>;
  return (
    <ul className="-my-2 divide-y divide-line">
      {dependents.map(one => (
        <li key={one.id} className="py-2">
          <Relative {...one} />
        </li>
      ))}
    </ul>
  );
}

function Relative({ id, name, relation, state }: RelativeView) {
  const t = useTranslations("members.members");
  return (
    <span className="flex flex-wrap items-baseline justify-between gap-x-4">
      <span className="min-w-0">
        <Link href={`/admin/members/${id}`} className="link inline-block py-1 wrap-anywhere">
          <bdi>{name ?? t("nameless")}</bdi>
        </Link>{" "}
        <span className="text-sm text-ink-muted">{t(`relations.${relation}`)}</span>
      </span>
      <MemberState state={state} />
    </span>
  );
}
