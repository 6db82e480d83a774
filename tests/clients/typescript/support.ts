// What every part of the walk uses: a client for each person, mails, and receivers.
import { strict as assert } from "node:assert";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import createClient from "openapi-fetch";
import PostalMime from "postal-mime";
import type { components, paths } from "./api.js";

export type Schemas = components["schemas"];

/** Somebody who talks to the server; a guest without a token. */
export function client(token?: string) {
  return createClient<paths>({ baseUrl: setting("RAPPORT_URL"), ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }) });
}
export type Client = ReturnType<typeof client>;

/** What the server answers; a problem ends the walk. */
export async function done<T>(call: Promise<{ data?: T; error?: Schemas["Problem"]; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${JSON.stringify(error)}`);
  return data as T;
}

/** The problem that the server answers with. */
export async function refused(call: Promise<{ error?: Schemas["Problem"]; response: Response }>): Promise<Schemas["Problem"]> {
  const { error, response } = await call;
  assert(error, `${response.url} is not refused`);
  return error;
}

export async function login(name: string): Promise<Client> {
  const tokens = await done(client().POST("/api/v1/auth/login", { body: { email: `${name}@demo.example`, password: "rapport-demo" } }));
  return client(tokens.access_token);
}

/** The only one, or the first, that must be there. */
export function first<T>(list: readonly T[]): T {
  const [head] = list;
  assert(head !== undefined, "nothing was found");
  return head;
}

export function id(page: { data: readonly { id: string }[] }): string {
  return first(page.data).id;
}

/** Asks again and again until there is something. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert(Date.now() < end, `${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export interface Mail {
  subject: string;
  text: string;
}

/** The mails to an address; without mail settings they are files. */
export async function mails(address: string): Promise<Mail[]> {
  const folder = `${setting("RAPPORT_DATA_DIR")}/mail`;
  const names = await readdir(folder).catch(() => []);
  const read = names.filter((name) => name.endsWith(".eml")).map(async (name) => PostalMime.parse(await readFile(`${folder}/${name}`)));
  const found = (await Promise.all(read)).filter((mail) => mail.to?.some((recipient) => recipient.address === address));
  return found.map((mail) => ({ subject: mail.subject ?? "", text: mail.text ?? "" }));
}

/** The mail to an address that says this. */
export function mail(address: string, words: string): Promise<Mail> {
  const says = (mail: Mail) => mail.subject.includes(words) || mail.text.includes(words);
  return until(`the mail with "${words}" to ${address}`, async () => (await mails(address)).find(says));
}

/** Somebody else's server, on loopback: its address, and the messages that came. */
export async function receiver() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      bodies.push(Buffer.concat(parts).toString());
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const arrived = (words: string) => until(`a message with "${words}"`, async () => bodies.find((body) => body.includes(words)));
  return { url: `http://127.0.0.1:${port}/`, arrived, close: () => server.close() };
}

function setting(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set`);
  return value;
}
