// Owns a browser without a window: it keeps cookies for each origin, says where requests come from, and follows redirects when told to.

/** What a visitor got. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined if it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  /** Where the answer sends the browser. */
  readonly location: string | undefined;
  /** Cookies as they were set, whole. */
  readonly setCookies: readonly string[];
}

/** Somebody with cookies. */
export interface Visitor {
  /** Origin → name → value. */
  readonly cookies: Map<string, Map<string, string>>;
  get(url: string): Promise<Got>;
  /** As the studio's page does it. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Got>;
  put(path: string, body: unknown): Promise<Got>;
  patch(path: string, body: unknown): Promise<Got>;
  delete(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Got>;
  /** Sign in at the provider and come back. @returns The last answer of the studio. */
  signInBy(issuer: 'google' | 'oidc', login: string, callbackUrl?: string): Promise<Got>;
}

/** @param publicUrl - Where the studio is reached. */
export function visit(publicUrl: string): Visitor {
  const cookies: Visitor['cookies'] = new Map();
  const send = async (url: string, init: RequestInit = {}): Promise<Got> => {
    const { origin } = new URL(url);
    const jar = cookies.get(origin) ?? new Map<string, string>();
    cookies.set(origin, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    const setCookies = answer.headers.getSetCookie();
    for (const cookie of setCookies) keep(jar, cookie);
    const text = await answer.text();
    const location = answer.headers.get('location');
    return { status: answer.status, headers: answer.headers, text, json: readJson(text), location: location === null ? undefined : new URL(location, url).href, setCookies };
  };
  const act = (method: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Got> =>
    send(`${publicUrl}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Origin: publicUrl, 'Sec-Fetch-Site': 'same-origin', 'X-Auth-Return-Redirect': '1', ...headers },
      body: typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body),
    });
  return {
    cookies,
    get: (url) => send(url.startsWith('/') ? `${publicUrl}${url}` : url),
    post: (path, body, headers) => act('POST', path, body, headers),
    put: (path, body) => act('PUT', path, body),
    patch: (path, body) => act('PATCH', path, body),
    delete: (path, body, headers) => act('DELETE', path, body, headers),
    async signInBy(issuer, login, callbackUrl = '/') {
      const begun = await act('POST', `/auth/signin/${issuer}`, { callbackUrl });
      let got = await send(String(begun.json?.['url']));
      while (got.location === undefined || !got.location.startsWith(`${publicUrl}/auth/`)) {
        got = got.location === undefined ? await submit(send, got, login) : await send(got.location);
      }
      return send(got.location);
    },
  };
}

/** Submit the one form of a provider's page. */
function submit(send: (url: string, init?: RequestInit) => Promise<Got>, { text }: Got, login: string): Promise<Got> {
  const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1];
  const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1] ?? '';
  if (!action) throw new Error(`no form: ${text.slice(0, 200)}`);
  return send(action.replaceAll('&amp;', '&'), { method: 'POST', body: new URLSearchParams({ prompt, login, password: 'any' }) });
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim());
  const [name = '', ...value] = pair.split('=');
  const isGone = attributes.some((attribute) => /^max-age=0$/i.test(attribute) || /^expires=.*1970/i.test(attribute));
  if (isGone) jar.delete(name);
  else jar.set(name, value.join('='));
}

function readJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
