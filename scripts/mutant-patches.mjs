import fs from "node:fs";
import path from "node:path";
import { inCheckout } from "./checkout.mjs";

const folder = inCheckout("e2e", "mutants");

/**
 * The mutants of `e2e/mutants`, one for each bar that may never break: a patch that takes its protection out, and above it `Bar:` (what holds),
 * `Test:` (the file that has to notice) and `Named:` (how its test begins). Answers `{ number, name, bar, test, named, changes }`.
 */
export function listMutants() {
  return fs
    .readdirSync(folder)
    .sort()
    .map(file => {
      const text = fs.readFileSync(path.join(folder, file), "utf8");
      const head = word => new RegExp(`^${word}: (.+)$`, "m").exec(text)?.[1] ?? "";
      const told = { bar: head("Bar"), test: head("Test"), named: head("Named") };
      return { number: Number.parseInt(file, 10), name: file, ...told, changes: readChanges(text) };
    });
}

/** Reads a unified diff: for each hunk the file, and what stands there before and after. */
function readChanges(text) {
  const changes = [];
  let file;
  for (const line of text.split("\n")) {
    const target = /^\+\+\+ b\/(.+)$/.exec(line)?.[1];
    if (target) file = target;
    else if (line.startsWith("@@ ")) changes.push({ file, before: [], after: [] });
    else if (changes.length > 0 && /^[ +-]/.test(line) && !/^--- a\//.test(line)) {
      if (line[0] !== "+") changes.at(-1).before.push(line.slice(1));
      if (line[0] !== "-") changes.at(-1).after.push(line.slice(1));
    }
  }
  return changes.map(({ file, before, after }) => ({
    file,
    before: `${before.join("\n")}\n`,
    after: `${after.join("\n")}\n`,
  }));
}

/** Every change of a mutant that does not apply to what `read(file)` says, as a sentence: what it takes out must stand there once. Lines above may come and go. */
export function misfits({ name, changes }, read) {
  const odd = changes.filter(({ file, before }) => read(file).split(before).length !== 2);
  if (changes.length === 0) return [`${name} changes nothing.`];
  return odd.map(({ file }) => `${name} does not apply to ${file}: make it anew.`);
}

/** Takes the protection of a mutant out of the sources in `home`; answers what puts it back. */
export function takeOut(mutant, home) {
  const at = file => path.join(home, file);
  const read = file => fs.readFileSync(at(file), "utf8");
  const [odd] = misfits(mutant, read);
  if (odd) throw new Error(odd);
  const originals = new Map(mutant.changes.map(({ file }) => [file, read(file)]));
  for (const { file, before, after } of mutant.changes)
    fs.writeFileSync(
      at(file),
      read(file).replace(before, () => after),
    );
  return () => {
    for (const [file, text] of originals) fs.writeFileSync(at(file), text);
  };
}
