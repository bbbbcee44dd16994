// Owns how a form body becomes parameters, as Stripe reads it: brackets make hashes and lists. Refuses nothing: names are checked elsewhere.

/** What was sent: texts, hashes, lists. */
export type Parameter = string | Parameter[] | { [name: string]: Parameter };
/** Parameters by name. */
export type Parameters = { [name: string]: Parameter };

/** Read `line_items[0][price]=price_1&expand[]=payments`. */
export function readForm(text: string): Parameters {
  const root: Parameters = {};
  for (const [name, value] of new URLSearchParams(text)) place(root, name.replaceAll(']', '').split('['), value);
  return gatherLists(root) as Parameters;
}

function place(into: Parameters, [name = '', ...rest]: readonly string[], value: string): void {
  const key = name === '' ? String(Object.keys(into).length) : name;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  into[key] ??= {};
  place(into[key] as Parameters, rest, value);
}

/** A hash whose names are 0, 1, 2 … is a list. */
function gatherLists(value: Parameter): Parameter {
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, gatherLists(each)] as const);
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index));
  return isList ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}
