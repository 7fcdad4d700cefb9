import fs from "node:fs";
import { buildScratchCopy, inScratch, makeScratchCopy, removeScratchCopy } from "./scratch-copy.mjs";

// What reads the database, the configuration and sealed values: everything of the server reaches one of them (lib/architecture.test.ts).
const modules = { db: "transaction", env: "env", crypto: "encrypt" };
const refusal = name => new RegExp(`lib/platform/${name}\\.ts:1:1\\s+Error: 'server-only' cannot be imported`);

makeScratchCopy();
try {
  for (const [name, what] of Object.entries(modules)) {
    fs.mkdirSync(inScratch("app", `leak-${name}`));
    const page = `"use client";\nimport { ${what} } from "@/lib/platform/${name}";\nexport default () => <p>{String(${what})}</p>;\n`;
    fs.writeFileSync(inScratch("app", `leak-${name}`, "page.tsx"), page);
  }
  const { status, output } = await buildScratchCopy(process.env);
  const taken = Object.keys(modules).filter(name => !refusal(name).test(output));
  if (status !== 0 && taken.length === 0) console.log("A client component that imports the server breaks the build.");
  else {
    console.error(`${output}\nNext let the browser have: ${taken.join(", ") || "all of it"}.`);
    process.exitCode = 1;
  }
} finally {
  removeScratchCopy();
}
