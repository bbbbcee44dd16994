// Owns the rules of the Schengen visa, Germany, France, Italy, Spain and the Netherlands. Refuses what no named page says.

import type { DocumentRule } from '../rule.ts';
import { compilation, compiledOn, defineRule, forbid, readPage, reportedPage } from './entry.ts';

const schengen = { country: 'EU', countryName: 'Schengen area', names: ['schengen', 'european union', 'europe', 'eu'] };
const germany = { country: 'DE', countryName: 'Germany', names: ['deutschland', 'german', 'deutsch'] };
const france = { country: 'FR', countryName: 'France', names: ['française', 'french'] };
const italy = { country: 'IT', countryName: 'Italy', names: ['italia', 'italian'] };
const spain = { country: 'ES', countryName: 'Spain', names: ['españa', 'spanish'] };
const netherlands = { country: 'NL', countryName: 'Netherlands', names: ['nederland', 'holland', 'dutch'] };

export const westernEurope: readonly DocumentRule[] = [
  defineRule(schengen, {
    id: 'schengen-visa',
    title: 'Schengen short-stay visa',
    aliases: ['visa', 'tourist visa', 'type c', 'short stay'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 32, max: 36 },
    background: ['white', 'light-grey'],
    alteration: { forbidden: false, sentence: 'No statement for all consulates; visa centres for Germany and Italy turn down photos changed with an image editor.' },
    submission: 'print',
    notes: 'What all member states have in common; each consulate may ask for more, and its own page decides. France forbids white, others want it. Visa centres for Germany and Italy turn down photos changed with an image editor.',
    sources: [
      reportedPage('Visa Code, Regulation (EC) 810/2009 (legal basis)', 'https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32009R0810'),
      readPage('Passport-Photos.net, Schengen visa', 'http://passport-photos.net/category/schengen-visapassport/'),
      readPage('VisaMetric, visa centre for Germany in Moscow', 'https://www.visametric.com/Moscow/Germany/en/p/photo-requirements'),
      readPage('Visa centre for Italy in Moscow', 'https://italy-vms.ru/photo-requirements/'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(germany, {
    id: 'de-passport-id',
    title: 'Passport and identity card (Reisepass, Personalausweis)',
    aliases: ['biometrisches passbild', 'ausweis', 'id card', 'identity card', 'passfoto'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 32, max: 36 },
    background: ['light-grey', 'plain-light'],
    minDpi: 600,
    submission: 'digital-certified',
    notes: 'Since 1 May 2025 offices in Germany take photos only from a certified photographer’s cloud or from their own camera: use this for missions abroad, or to see how a photo would do. Photos with the face below 32 or above 36 mm are turned down; an older template also tolerated 27–40 mm, which is not applied here. Neutral expression, mouth closed.',
    sources: [
      readPage('German Embassy in Bangkok, passport photos', 'https://bangkok.diplo.de/th-de/service/02-PaesseAusweise/-/2448880'),
      readPage('Town of Rosbach, photos for identity documents', 'http://www.rosbach-hessen.de/buergerservice/ausweisdokumente/lichtbildanforderungen'),
    ],
    confidence: 'official',
    readOn: '2026-11',
  }),
  defineRule(france, {
    id: 'fr-passport-id',
    title: 'Passport and identity card (passeport, carte d’identité)',
    aliases: ['cni', 'carte nationale d’identité', 'ants', 'id card', 'identity card'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 32, max: 36 },
    crownAt: 'skull',
    background: ['light-grey', 'light-blue'],
    submission: 'print-certified',
    notes: 'White is forbidden. The head is measured from the chin to the top of the skull, without the hair. The photo must come from an approved photographer or booth, not be older than 6 months, with the head uncovered and the mouth closed.',
    sources: [
      readPage('France Titres (ANTS), identity photo', 'https://passeport.ants.gouv.fr/Vos-demarches/Photographie-d-identite'),
      readPage('Service-Public.fr, identity photo', 'https://www.service-public.gouv.fr/particuliers/vosdroits/F10619'),
    ],
    confidence: 'official',
    readOn: '2026-11',
  }),
  defineRule(italy, {
    id: 'it-passport-id',
    title: 'Passport and identity card (passaporto, CIE)',
    aliases: ['carta d’identità', 'fototessera', 'id card', 'identity card'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 31.5, max: 36 },
    background: ['white'],
    submission: 'print',
    prints: 2,
    notes: 'The guideline gives the face as 70–80 % of the photo, here in millimetres. Not older than 6 months. One print instead of two was announced in February 2026 for the passport: ask the office.',
    sources: [
      reportedPage('Italian Ministry of Foreign Affairs, ICAO photo guideline', 'https://www.esteri.it/en/servizi-opportunita/italiani-all-estero/documenti_di_viaggio/linee-guida-foto-icao/'),
      readPage('Honorary consulate of Italy, photos by ICAO’s rules', 'https://www.consolatoitaliatana.com/principali-servizi/passaporti/foto-per-passaporto-e-carta-didentita-caratteristiche-particolari-a-norma-icao/'),
      readPage('La Voce del Popolo, one photo for the passport, 20 February 2026', 'https://www.vocedelpopolo.org/2026/02/20/una-sola-fotografia-passaporto'),
      compilation,
    ],
    confidence: 'secondary',
    readOn: compiledOn,
  }),
  defineRule(spain, {
    id: 'es-dni-passport',
    title: 'Identity card and passport (DNI, pasaporte)',
    aliases: ['documento nacional de identidad', 'id card', 'carnet'],
    widthMm: 26,
    heightMm: 32,
    headMm: null,
    background: ['white'],
    submission: 'print',
    prints: 1,
    notes: 'Smaller than elsewhere: 26 × 32 mm by royal decree (1553/2005 and 896/2003); 35 × 45 mm in some lists is wrong for the DNI. In colour on good photographic paper, head uncovered, no dark glasses. No head size is published.',
    sources: [
      reportedPage('DNI electrónico portal, Spanish National Police', 'https://www.dnielectronico.es/PortalDNIe/PRF1_Cons02.action?pag=REF_1084'),
      readPage('Fotos Carnet Manresa, the decrees quoted', 'https://fotoscarnetmanresa.es/normativa.html'),
      readPage('COPE, why photos for the DNI are turned down, 30 March 2022', 'https://www.cope.es/emisoras/andalucia/sevilla-provincia/sevilla/noticias/los-motivos-por-los-que-pueden-rechazar-una-foto-renovar-dni-20220330_1999046'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
  defineRule(netherlands, {
    id: 'nl-passport-id',
    title: 'Passport and identity card (paspoort, identiteitskaart)',
    aliases: ['pasfoto', 'fotomatrix', 'id-kaart', 'id card', 'rijbewijs', 'driving licence'],
    widthMm: 35,
    heightMm: 45,
    headMm: { min: 26, max: 30 },
    background: ['light-grey', 'light-blue', 'white'],
    minDpi: 400,
    alteration: forbid('The photo must not have been edited.'),
    submission: 'print',
    notes: 'From 11 years of age the head is 26–30 mm high, below that 19–30 mm; the face is 16–20 mm wide between the ears. One even shade without a gradient, not older than 6 months, on smooth photographic paper.',
    sources: [
      reportedPage('Government of the Netherlands, photo specification guidelines 2020', 'https://www.government.nl/documents/publications/2020/06/18/photo-specification-guidelines-2020'),
      readPage('Fotomatrix 2020, mirrored', 'https://fdocuments.nl/document/fotomatrix-model-2020-20200323-toelichting-fotomatrix-model-2020-foto.html'),
    ],
    confidence: 'secondary',
    readOn: '2026-11',
  }),
];
