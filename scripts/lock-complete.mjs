import fs from "node:fs";
import { inCheckout } from "./checkout.mjs";

// npm leaves packages of other platforms out of the lockfile when it cannot have them here, and `npm ci` then refuses
// the lockfile there. An entry without address and integrity is enough for it. Run this after each `npm install`.
const file = inCheckout("package-lock.json");
const systems = {
  darwin: /darwin/,
  win32: /win32|windows/,
  freebsd: /freebsd/,
  openbsd: /openbsd/,
  netbsd: /netbsd/,
  android: /android/,
  linux: /linux/,
  sunos: /sunos/,
  aix: /aix/,
  openharmony: /openharmony/,
};
const processors = {
  wasm32: /wasm32/,
  arm64: /arm64|aarch64/,
  x64: /x64|x86_64/,
  ia32: /ia32|x86/,
  arm: /arm/,
  riscv64: /riscv64/,
  ppc64: /ppc64/,
  s390x: /s390x/,
  loong64: /loong64/,
  mips64el: /mips64el/,
};

const lock = JSON.parse(fs.readFileSync(file, "utf8"));
const added = [];
for (const [place, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(place, name)) continue;
    if (!/^\d+\.\d+\.\d+/.test(version)) {
      console.warn(`${name}@${version} names no exact version and was left out.`);
      continue;
    }
    lock.packages[`node_modules/${name}`] = entry(name, version, dev);
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  added.length > 0 ? `Added ${added.length} to the lockfile: ${added.join(" ")}` : "The lockfile is complete.",
);

/** Node looks for a package in the folder of who needs it and then in each folder above. */
function isLocked(place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (lock.packages[`${folder ? `${folder}/` : ""}node_modules/${name}`]) return true;
    if (!folder) return false;
    if (!folder.includes("/node_modules/")) return Boolean(lock.packages[`node_modules/${name}`]);
  }
}

/** Platform packages carry their platform in their name. One that npm cannot tell to be foreign it would try to install. */
function entry(name, version, dev) {
  const cpu = find(processors, name) ?? "none";
  const os = find(systems, name) ?? (cpu === "wasm32" ? undefined : "none");
  const libc = /musl/.test(name) && ["musl"];
  return { version, ...(dev && { dev }), optional: true, cpu: [cpu], ...(libc && { libc }), ...(os && { os: [os] }) };
}

function find(patterns, name) {
  return Object.keys(patterns).find(key => patterns[key].test(name));
}
