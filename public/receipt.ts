// Owns the page `/receipt`: takes a receipt and files, shows what they prove. Refuses to send them anywhere: it asks for keys once, when it opens.

import { build, find, findInput } from './elements.ts';
import { checkReceipt, readKeys, type Claims } from './receipt-check.ts';
import { describeFinding, listClaims, missingKeys, unreadableKeys, type Said } from './receipt-words.ts';

const form = find('#receipt-form', HTMLFormElement);
const receipt = find('#receipt', HTMLTextAreaElement);
const receiptFile = findInput('receipt-file');
const pictures = findInput('pictures');
const otherKeys = find('#other-keys', HTMLTextAreaElement);
const finding = find('#finding', HTMLElement);
const claims = find('#claims', HTMLElement);
const ownKeys = loadKeys();
/** Counts the checks begun, so that only the last one is shown. */
let begun = 0;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void check();
});
form.addEventListener('reset', () => {
  begun += 1;
  show(undefined);
});
pictures.addEventListener('change', () => {
  if (receipt.value.trim() !== '') void check();
});
receiptFile.addEventListener('change', () => void takeFile());

/** Once, so that everything after it works without a connection. */
async function loadKeys(): Promise<string> {
  try {
    const answer = await fetch('/.well-known/jwks.json');
    return answer.ok ? await answer.text() : '';
  } catch {
    return '';
  }
}

async function takeFile(): Promise<void> {
  const file = receiptFile.files?.[0];
  if (!file) return;
  receipt.value = (await file.slice(0, longestReceipt).text()).trim();
  await check();
}

/** Twenty times what one is; a picture chosen by mistake shall not fill the field. */
const longestReceipt = 20_000;

async function check(): Promise<void> {
  const number = ++begun;
  const pasted = otherKeys.value.trim();
  const keys = readKeys(pasted || (await ownKeys));
  if (!keys) return show(pasted ? unreadableKeys : missingKeys);
  const found = await checkReceipt(receipt.value, keys, [...(pictures.files ?? [])]);
  if (number === begun) show(describeFinding(found), found.name === 'signed' ? found.claims : undefined);
}

function show(said: Said | undefined, stated?: Claims): void {
  finding.dataset['result'] = said?.result ?? '';
  finding.replaceChildren(...(said ? [build('h2', '', said.title), build('p', '', said.detail)] : []));
  claims.hidden = !stated;
  const rows = stated ? listClaims(stated).map(([name, value]) => build('tr', '', nameRow(name), build('td', '', value))) : [];
  find('#claims tbody', HTMLElement).replaceChildren(...rows);
}

function nameRow(name: string): HTMLElement {
  const cell = build('th', '', name);
  cell.scope = 'row';
  return cell;
}
