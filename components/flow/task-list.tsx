import { CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

/** Something worth doing, where it is done, and whether it is; `note` is a word on it. */
export type ShownTask = { id: string; title: string; href: string; isDone: boolean; note?: string };

/** What is worth doing, with what is done among it; what is open leads to where it is done. */
export function TaskList({ tasks }: { tasks: readonly ShownTask[] }) {
  const t = useTranslations("flow.tasks");
  return (
    <ul className="grid gap-2.5">
      {tasks.map(({ id, title, href, isDone, note }) => (
        <li key={id} className="flex items-center gap-2.5">
          {isDone ? (
            <CircleCheck aria-hidden className="size-5 shrink-0 text-success" />
          ) : (
            <CircleDashed aria-hidden className="size-5 shrink-0 text-ink-muted" />
          )}
          {isDone ? (
            <span className="text-ink-muted">{title}</span>
          ) : (
            <Link className="link py-1" href={href}>
              {title}
            </Link>
          )}
          {note ? <span className="text-sm text-ink-muted">{note}</span> : null}
          <span className="sr-only">{t(isDone ? "done" : "open")}</span>
        </li>
      ))}
    </ul>
  );
}
