import { CopyButton } from "@/components/ui/copy-button";

/** Text to be read letter by letter, and copied where it has a name. */
export function Code({ children, name }: { children: string; name?: string }) {
  return (
    <div className="relative min-w-0">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-sm">
        {children}
      </pre>
      {name ? (
        <CopyButton value={children} name={name} className="absolute top-0.5 right-0.5 border-line bg-surface" />
      ) : null}
    </div>
  );
}

/** A word of the wire in running text. */
export function Word({ children }: { children: string }) {
  return <code className="font-mono text-sm wrap-anywhere">{children}</code>;
}
