// Shows what accounts do, on the embedded database.

import { describeCrashes } from './crash-facts.ts';
import { describeCustomers } from './customer-facts.ts';
import { describeLedger } from './ledger-facts.ts';
import { describeLinks } from './link-facts.ts';
import { describePeople } from './people-facts.ts';
import { makeFolder } from './place.ts';
import { describePurchases } from './purchase-facts.ts';
import { describeRights } from './rights-facts.ts';
import { describeStore, holdFile } from './store-facts.ts';
import { describeTeams } from './team-facts.ts';

describePeople(makeFolder);
describeLinks(makeFolder);
describeTeams(makeFolder);
describeRights(makeFolder);
describeLedger(makeFolder);
describePurchases(makeFolder);
describeCustomers(makeFolder);
describeCrashes(makeFolder);
describeStore(makeFolder, { 'while another process holds the file': holdFile });
