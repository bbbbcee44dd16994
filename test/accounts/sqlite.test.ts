// Shows what accounts do, on the embedded database.

import { describeLinks } from './link-facts.ts';
import { describePeople } from './people-facts.ts';
import { makeFolder } from './place.ts';
import { describeRights } from './rights-facts.ts';
import { describeStore, holdFile } from './store-facts.ts';
import { describeTeams } from './team-facts.ts';

describePeople(makeFolder);
describeLinks(makeFolder);
describeTeams(makeFolder);
describeRights(makeFolder);
describeStore(makeFolder, { 'while another process holds the file': holdFile });
