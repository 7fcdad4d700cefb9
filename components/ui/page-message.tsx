import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "./logo";

type PageMessageProps = {
  /** The product's name; the mark above leads to the front page. */
  name: string;
  icon: LucideIcon;
  title: ReactNode;
  action: ReactNode;
  /** Something else that can be done here, below what is said. */
  more?: ReactNode;
  /** Whom to ask, below all else. */
  help?: ReactNode;
  children: ReactNode;
};

/** A whole page that has one thing to say: nothing is here, something broke. */
export function PageMessage({ name, icon: Icon, title, action, more, help, children }: PageMessageProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="px-4 py-2 sm:px-6">
        <Link href="/" className="inline-flex min-h-12 items-center rounded-sm">
          <Logo name={name} />
        </Link>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="grid flex-1 place-content-center justify-items-center gap-3 px-6 pt-8 pb-28"
      >
        <span className="grid size-12 place-items-center rounded-full bg-sunken text-ink-muted">
          <Icon aria-hidden className="size-6" />
        </span>
        <h1 className="text-center text-2xl font-semibold">{title}</h1>
        <div className="max-w-md text-center text-balance text-ink-muted">{children}</div>
        <div className="mt-3">{action}</div>
        {more ? <div className="mt-6 w-full max-w-md">{more}</div> : null}
        {help ? <div className="mt-6 max-w-md text-center text-[0.9375rem] text-balance">{help}</div> : null}
      </main>
    </div>
  );
}
