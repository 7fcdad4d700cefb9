/** What an attacker wants to see: a page or a call, as it is addressed and where its file lies below `app`. */
export type Target = { verb: string; address: string; file: string; body: string };

/** One way of asking for a target that goes round a check which looks at the address, the method or a header. */
export type Shape = {
  name: string;
  /** The request's target as on the wire; absent = the address itself. */
  at?: (target: Target) => string;
  method?: string;
  headers?: (target: Target) => Record<string, string>;
  /** Answered to everybody alike, and only what it shows counts: the line asks for something public, or for a page's outline or title. */
  isOpen?: boolean;
};

const times = (text: string, count: number) => Array(count).fill(text).join(":");
const encoded = (letter: string) => `%${letter.charCodeAt(0).toString(16)}`;
const withQuery = (address: string, query: string) => `${address}${address.includes("?") ? "&" : "?"}${query}`;
const lastName = (address: string) => address.split("/").at(-1) ?? "";

const subrequests = ["proxy", "src/proxy", "middleware", "src/middleware", "pages/_middleware", "proxy.ts", "/proxy"]
  .flatMap(name => [name, times(name, 5), times(name, 7)])
  .map<Shape>(value => ({ name: `subrequest ${value}`, headers: () => ({ "x-middleware-subrequest": value }) }));

/** How the router would say that it has every layout already and wants the page alone: `app/store/[code]/(shop)/orders/page.tsx`. */
function stateTree({ file, address }: Target, leaf: unknown[]): string {
  const names = file.split("/").slice(1, -1);
  const values = address.split(/[?/]/).slice(1);
  const tree = names.reduceRight<unknown[]>((children, name, at) => {
    const before = names.slice(0, at).filter(one => !one.startsWith("(")).length;
    const parameter = /^\[(\w+)\]$/.exec(name)?.[1];
    return [parameter ? [parameter, values[before] ?? "", "d", null] : name, { children }];
  }, leaf);
  return encodeURIComponent(JSON.stringify(["", { children: tree }, null, null]));
}

const flight: Shape[] = [
  { name: "flight", headers: () => ({ RSC: "1" }) },
  {
    name: "flight with its query",
    at: ({ address }) => withQuery(address, "_rsc=1abcd"),
    headers: () => ({ RSC: "1" }),
  },
  { name: "flight of a prefetch", headers: () => ({ RSC: "1", "Next-Router-Prefetch": "1" }), isOpen: true },
  { name: "flight of a full prefetch", headers: () => ({ RSC: "1", "Next-Router-Prefetch": "2" }), isOpen: true },
  ...["/_tree", "/_index", "/_full", "/_head", "/__PAGE__", "/../.."].map<Shape>(segment => ({
    name: `segment ${segment}`,
    headers: () => ({ RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": segment }),
    isOpen: true,
  })),
  {
    name: "the page's own segment",
    headers: ({ file }) => ({
      RSC: "1",
      "Next-Router-Prefetch": "1",
      "Next-Router-Segment-Prefetch": `${file
        .slice(3)
        .replace(/\/[^/]+$/, "")
        .replace(/\[(\w+)\]/g, "$d$$$1")}/__PAGE__`,
    }),
    isOpen: true,
  },
  ...(
    [
      ["the page alone", ["__PAGE__", {}, null, "refetch"]],
      ["another page's place", ["__OTHER__", {}, null, null]],
      ["metadata", ["__PAGE__", {}, null, "metadata-only"]],
      ["inside the layout", ["__PAGE__", {}, null, "inside-shared-layout"]],
    ] as const
  ).map<Shape>(([name, leaf]) => ({
    name: `state tree for ${name}`,
    headers: target => ({ RSC: "1", "Next-Router-State-Tree": stateTree(target, [...leaf]) }),
    isOpen: /metadata|inside/.test(name),
  })),
  { name: "broken state tree", headers: () => ({ RSC: "1", "Next-Router-State-Tree": "%5B%22%22%2C1" }) },
  { name: "next-url", headers: () => ({ RSC: "1", "Next-Url": "/login" }) },
  { name: "refresh of development", headers: () => ({ RSC: "1", "Next-HMR-Refresh": "1" }) },
  { name: "accept flight", headers: () => ({ Accept: "text/x-component" }) },
];

const self = ({ address }: Target) => address;
const forgedOnes: [string, (target: Target) => Record<string, string>][] = [
  ["next", () => ({ "x-middleware-next": "1" })],
  ["skip", () => ({ "x-middleware-skip": "1", "x-middleware-invoke": "1", "x-middleware-prefetch": "1" })],
  ["rewrite", target => ({ "x-middleware-rewrite": self(target), "x-nextjs-rewrite": self(target) })],
  ["cookie", () => ({ "x-middleware-override-headers": "cookie", "x-middleware-request-cookie": "gangway.session=x" })],
  ["set-cookie", () => ({ "x-middleware-set-cookie": "gangway.session=x; path=/" })],
  ["data", () => ({ "x-nextjs-data": "1" })],
  ["matched path", () => ({ "x-matched-path": "/login", "x-nextjs-matched-path": "/login" })],
  ["invoke path", () => ({ "x-invoke-path": "/login", "x-invoke-status": "200", "x-invoke-output": "/login" })],
  ["route matches", ({ address }) => ({ "x-now-route-matches": `1=${lastName(address)}&nxtPcode=A` })],
  ["original address", () => ({ "x-original-url": "/login", "x-rewrite-url": "/login", "x-forwarded-uri": "/login" })],
  ["method override", () => ({ "x-http-method-override": "GET", "x-method-override": "GET" })],
  ["revalidation", () => ({ "x-prerender-revalidate": "x", "x-next-revalidated-tags": "x", "next-resume": "1" })],
  ["our own headers", target => ({ "x-gangway-url": self(target), "x-gangway-id": "req_a", "x-nonce": "x" })],
  ["local proxy", () => ({ "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1", forwarded: "for=127.0.0.1" })],
  ["unknown action", () => ({ "Next-Action": "0".repeat(42) })],
  ["no action", () => ({ "Next-Action": "x" })],
  ["bearer of nothing", () => ({ Authorization: "Bearer undefined" })],
  ["purpose", () => ({ Purpose: "prefetch", "Sec-Purpose": "prefetch;prerender", "x-purpose": "preview" })],
  ["preview", () => ({ "x-forged": "1", "x-vercel-protection-bypass": "1", "x-vercel-set-bypass-cookie": "true" })],
];
const forged = forgedOnes.map<Shape>(([name, headers]) => ({ name: `forged ${name}`, headers }));

const pointers = ["x-middleware-rewrite", "x-matched-path", "x-invoke-path", "x-original-url", "x-rewrite-url"];
const elsewhere = ["/login", "/", "/no/such/page", "/api/health", "/_next/static/x.js", "/icon.svg"].flatMap(at =>
  pointers.map<Shape>(header => ({
    name: `${header} from ${at}`,
    at: () => at,
    method: "GET",
    headers: target => ({ [header]: self(target), "x-nextjs-data": "1" }),
    isOpen: true,
  })),
);

const spellings: [string, (address: string) => string][] = [
  ["double slash", address => `/${address}`],
  ["double slash inside", address => `/${address.slice(1).replaceAll("/", "//")}`],
  ["slash at the end", address => `${address}/`],
  ["two slashes at the end", address => `${address}//`],
  ["dot", address => `/.${address}`],
  ["dots", address => `/login/..${address}`],
  ["encoded dots", address => `/login/%2e%2e${address}`],
  ["encoded slash", address => address.replace(/\/(?=[^/]+$)/, "%2f")],
  ["encoded first letter", address => `/${encoded(address[1] ?? "")}${address.slice(2)}`],
  ["every letter encoded", address => address.replace(/[a-z]/gi, encoded)],
  ["encoded twice", address => `/%25${(address.charCodeAt(1) || 0).toString(16)}${address.slice(2)}`],
  ["backslashes", address => address.replaceAll("/", "\\")],
  ["encoded backslash", address => address.replace(/\/(?=[^/]+$)/, "%5c")],
  ["upper case", address => address.toUpperCase()],
  ["first letter large", address => `/${address.charAt(1).toUpperCase()}${address.slice(2)}`],
  ["full-width letter", address => `/${encodeURIComponent("ｓ")}${address.slice(2)}`],
  ["semicolon", address => `${address};x`],
  ["semicolon inside", address => address.replace(/^\/(\w+)/, "/$1;x=y")],
  ["NUL", address => `${address}%00`],
  ["NUL and a name", address => `${address}%00.css`],
  ["space", address => `${address}%20`],
  ["line end", address => `${address}%0d%0aX-A:%20b`],
  ["hash", address => `${address}#x`],
  ["tail", address => `${address}/x.css`],
  [".rsc", address => `${address}.rsc`],
  [".txt", address => `${address}.txt`],
  [".json", address => `${address}.json`],
  [".html", address => `${address}.html`],
  ["segments", address => `${address}.segments/_tree.segment.rsc`],
  ["segments of the page", address => `${address}.segments/__PAGE__.segment.rsc`],
  ["segments of the index", address => `${address}.segments/_index.segment.rsc`],
  ["data route", address => `/_next/data/x${address}.json`],
  ["locale", address => `/en${address}`],
  ["below static", address => `/_next/static/..${address}`],
  ["below image", address => `/_next/image/..${address}`],
  ["below the icon", address => `/icon.svg/..${address}`],
  ["behind api", address => `/api/..${address}`],
  ["absolute form", address => `http://localhost${address}`],
  ["absolute form of another host", address => `http://evil.example${address}`],
  ["absolute form with a login", address => `http://a:b@localhost${address}`],
  ["query of parameters", address => withQuery(address, "nxtPcode=A&nxtPstep=x&nxtIcode=A&nxtPid=1")],
  ["query of flight", address => withQuery(address, "_rsc=1&__nextDataReq=1&__nextLocale=en")],
  ["query of a skip", address => withQuery(address, "__nextSkipMiddleware=1&__isMiddleware=1&next=/login")],
  ["query of a code twice", address => withQuery(address, "code=A&code=B&id=1&id=2")],
];
const paths = spellings.map<Shape>(([name, spell]) => ({ name, at: ({ address }) => spell(address) }));

const methods = [
  "HEAD",
  "OPTIONS",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "PROPFIND",
  "SEARCH",
  "TRACE",
  "get",
  "GETS",
  "LOCK",
];
const verbs = methods.map<Shape>(method => ({ name: `method ${method}`, method }));

/** Every shape, the plain one first. */
export const shapes: Shape[] = [
  { name: "plain" },
  ...subrequests,
  ...flight,
  ...forged,
  ...elsewhere,
  ...paths,
  ...verbs,
];
