// Owns a process of its own that opens the accounts, signs somebody in and says whom. Started by tests, several at once.

import { openAccounts } from '../../src/accounts/accounts.ts';
import type { AccountsOptions } from '../../src/accounts/accounts.ts';

const { at, secrets, address } = JSON.parse(process.argv[2] ?? '') as Pick<AccountsOptions, 'at' | 'secrets'> & { readonly address: string };
const accounts = await openAccounts({ at, secrets, now: Date.now });
const { id } = await accounts.people.signInWithProvenMailbox(address);
await accounts.close();
process.stdout.write(id);
