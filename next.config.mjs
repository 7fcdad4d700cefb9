import fs from "node:fs";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin({
  requestConfig: "./lib/platform/i18n/request.ts",
  // Messages are taken apart when the app is built, not by each request and each browser.
  experimental: {
    messages: { path: "./lib/platform/i18n/messages", format: "json", locales: "infer", precompile: true },
  },
});

const migrations = fs.readdirSync("prisma/migrations", { withFileTypes: true }).filter(entry => entry.isDirectory());

/** @type {import("next").NextConfig} */
const config = {
  // The schema this build was made for: health says when the database is behind it.
  env: {
    GANGWAY_NEWEST_MIGRATION: migrations
      .map(entry => entry.name)
      .sort()
      .at(-1),
  },
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  images: { unoptimized: true },
  // `npm test` checks the types of everything; who only wants to start need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // A build writes a quarter of a gigabyte for the next one, which few ever make; without it each computes a sixth less.
    turbopackFileSystemCacheForBuild: false,
    // Node reads them only under `--enable-source-maps`, and they are two thirds of what a build writes.
    serverSourceMaps: false,
  },
  productionBrowserSourceMaps: false,
};

export default withNextIntl(config);
