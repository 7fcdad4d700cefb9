import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { root } from "./checkout.mjs";

/** One hash over the names and contents of files and folders of this checkout, without what `skip(name)` refuses. Missing ones count as missing. */
export function hashSources(names, skip = () => false) {
  const hash = crypto.createHash("sha256");
  for (const name of names.flatMap(given => listFiles(given, skip)).sort()) {
    hash
      .update(`${name}\0`)
      .update(fs.readFileSync(path.join(root, name)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** Tells whether a stamp file holds this stamp. */
export const isStamped = (file, stamp) => fs.existsSync(file) && fs.readFileSync(file, "utf8") === stamp;

function listFiles(name, skip) {
  const stat = fs.statSync(path.join(root, name), { throwIfNoEntry: false });
  if (!stat || skip(name)) return [];
  if (!stat.isDirectory()) return [name];
  return fs.readdirSync(path.join(root, name)).flatMap(entry => listFiles(`${name}/${entry}`, skip));
}
