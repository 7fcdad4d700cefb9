import { env } from "../env";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

// Slack asks for no more than 4,000 characters of a text, and a webhook puts a few together.
const longest = 3000;

// Between the sign and the word something that nobody sees: no server that speaks Slack's language takes it for a call to everybody.
const callsEverybody = /@(?=(?:channel|here|everyone|group|all)\b)/gi;

/** Each character as Slack wants it, as many as fit; cut between characters, never within an escape. */
function escapeWithin(text: string): string {
  const written: string[] = [];
  let length = 0;
  for (const character of text) {
    const escaped = escapes[character] ?? character;
    if (length + escaped.length > longest) return `${written.join("")}…`;
    written.push(escaped);
    length += escaped.length;
  }
  return written.join("");
}

const isOurs = (address: string) => URL.canParse(address) && new URL(address).origin === new URL(env.appUrl).origin;

/** Plain text as mrkdwn: escaped, without a mention of anybody, cut at 3,000 characters; addresses of ours become links, and no others. */
export function toMrkdwn(text: string): string {
  const plain = text.toWellFormed().replaceAll("\0", "").trim().replace(callsEverybody, "@\u2060");
  return escapeWithin(plain).replace(/https?:\/\/\S*[^\s.,;:!?)…]/g, found => (isOurs(found) ? `<${found}>` : found));
}
