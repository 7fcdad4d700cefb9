import path from "node:path";

/** @type {import("next").NextConfig} */
export default {
  pageExtensions: ["mjs"],
  poweredByHeader: false,
  turbopack: { root: path.resolve(import.meta.dirname, "..", "..") },
};
