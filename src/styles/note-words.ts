// Owns the words for which a note is refused, by category, in the languages that are written most here. Refuses to know more than words.

/** What a note can be refused for. */
export type NoteCategory = 'nudity' | 'minors' | 'likeness' | 'instruction';

/** One expression of whole words; all of them are written in small letters without accents, as `readNote` compares. */
function words(...list: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${list.join('|')})(?![\\p{L}\\p{N}])`, 'u');
}

function phrases(...list: readonly string[]): RegExp {
  return new RegExp(words(...list).source, 'gu');
}

/** Harmless neighbours of refused words: they are taken out before anything is compared. */
export const harmless: readonly RegExp[] = [
  phrases(
    'nude (?:lip|lips|lipstick|lip gloss|make ?-?up|nail|nails|polish|tone|tones|shade|shades|colou?r|colou?rs|heels|pumps|blouse|beige|palette)', 'nude-colou?red',
    'naked eye', 'bare ?-?(?:shoulders?|arms?|walls?|bricks?|concrete)', 'nudos? (?:de|windsor|doble|simple)', 'nackte[rn]? (?:beton|wande?|ziegel)', 'mur nu', 'sex and the city',
  ),
  phrases(
    'baby ?-?(?:blue|pink|alpaca|cord)', 'kid ?-?(?:leather|gloves?)', "child(?:ren)?'?s? (?:psycholog\\w*|therap\\w*|hospital|clinic|ward|doctor|book|books|library|welfare)",
    "kids'? (?:hospital|clinic|dentist|doctor|books?)", 'kinder ?-?(?:arzt|arztin|klinik|garten|buch|bucher|psycholog\\w*|therap\\w*)', 'minor (?:\\p{L}+)', 'adolescent psychiatr\\w*',
  ),
];

/** Refused wherever they stand. */
export const refusedWords: Readonly<Record<NoteCategory, readonly RegExp[]>> = {
  nudity: [
    words('nude', 'nudes', 'nudity', 'nudist', 'naked', 'topless', 'bottomless', 'shirtless', 'braless', 'undress\\w*', 'unclothed', 'without (?:any )?clothes', 'no clothes', 'bare ?-?(?:chest\\w*|breast\\w*|bottom)', 'strip(?:ped|ping)? (?:off|naked|me|my)', 'strip ?-?tease\\w*', 'strippers?', 'see ?-?through', 'lingerie', 'underwear', 'panties', 'bikini', 'thong', 'nipples?', 'breasts', 'boobs?', 'tits', 'genitals?', 'penis', 'vagina', 'cleavage'),
    words('sex', 'sexy', 'sexual\\w*', 'sexier', 'seduc\\w*', 'erotic\\w*', 'erotik\\w*', 'erotique', 'erotic[oa]s?', 'erotisch\\w*', 'porn\\w*', 'nsfw', 'xxx', 'fetish\\w*', 'bdsm', 'bondage', 'onlyfans', 'horny', 'fuck\\w*', 'boudoir', 'orgasm\\w*'),
    words('nackt\\w*', 'oben ohne', 'ohne kleid\\w*', 'unterwasche', 'dessous', 'busen', 'entkleid\\w*', 'ausgezogen'),
    words('toute? nue?s?', 'nues?', 'a poil', 'seins nus', 'denud\\w*', 'deshabill\\w*', 'sans vetements?', 'sous-vetements?'),
    words('desnud\\w*', 'en pelotas', 'sin ropa', 'ropa interior', 'nud[oaie]', 'senza vestiti', 'spogliat\\w*', 'biancheria intima', 'despid[oa]', 'sem roupa', 'roupa intima'),
    words('naakt\\w*', 'bloot', 'ontbloot\\w*', 'zonder kleren', 'ondergoed', 'ciplak\\w*', 'soyun\\w*', 'ic camasir\\w*', 'seksi', 'seks\\w*', 'nag[ai]', 'nago', 'rozebran\\w*', 'обнажен\\p{L}*', 'голая', 'голыи', 'голои', 'секс\\p{L}*', 'порн\\p{L}*'),
  ],
  minors: [
    words('child', 'children', 'childlike', 'childish', 'kids?', 'kiddo', 'toddlers?', 'infants?', 'newborn', 'bab(?:y|ies)', 'teens?', 'teenage\\w*', 'adolescents?', 'preteen\\w*', 'underage\\w*', 'under ?-?age', 'minors', 'a minor', 'loli\\w*', 'shota\\w*', 'school ?-?(?:girl|boy|child)\\w*', '(?:little|young|small) (?:girl|boy)s?', 'as an? (?:girl|boy)'),
    words('(?:als|wie(?: ein)?|ein) (?:klein(?:es)? )?kind', 'kleinkind\\w*', 'kindlich\\w*', 'minderjahrig\\w*', 'jugendlich\\w*', 'schulmadchen', 'saugling\\w*', 'kleine[rs]? (?:madchen|junge)'),
    words('enfants?', 'enfantin\\w*', 'mineure?s?', 'fillettes?', 'gamine?s?', 'bebes?', 'petite fille', 'petit garcon', 'adolescente?s?', 'ecoliere?s?'),
    words('nin[oa]s?', 'menor(?:es)? de (?:edad|idade)', 'colegiala', 'bambin[oaie]', 'minorenn[ei]', 'ragazzin[oaie]', 'neonat[oai]', 'criancas?', 'menin[oa]s?'),
    words('kinderen', 'kleuters?', 'peuters?', 'minderjarig\\w*', 'tieners?', 'schoolmeisje', 'cocuk\\w*', 'bebek\\w*', 'ergen', 'dziecko', 'dzieci\\w*', 'nieletni\\w*', 'ребен\\p{L}*', 'детск\\p{L}*', 'дети', 'подрост\\p{L}*'),
  ],
  likeness: [
    words('look ?-?alikes?', 'dopp?elganger\\w*', 'impersonat\\w*', 'deep ?-?fakes?', 'face ?-?swap\\w*', 'swap (?:my |the )?(?:face|head)', 'celebrit\\w*', 'celebs?', 'movie star', 'film star', 'pop star', 'famous (?:person|people|actor|actress|singer|model|footballer|politician)', 'face of', "(?:someone|somebody|anyone|another (?:person|man|woman))(?: else)?(?:'s)?(?: face| head)", 'look(?:s|ing)? like (?:someone|somebody|another|him|her|my|our|his|their)'),
    words('look(?:s|ing)? (?:exactly |just )?like (?!an? |the |me(?![a-z])|myself|i |i\'|it |at |on |in |they |this |that |you )\\p{L}+', 'turn me into (?!an? |the )\\p{L}+'),
    words('beruhmt\\w*', 'prominente\\w*', 'promi', 'gesicht von', 'filmstar', 'celebres?', 'vedette', 'visage de', 'star de cinema', 'famos[oa]s?', 'celebridad\\w*', 'la cara de', 'celebrita', 'faccia di', 'volto di', 'o rosto d[eoa]', 'beroemd\\w*', 'gezicht van', 'unlu\\w*', 'yuzu(?:nu)? (?:yap|olsun)'),
  ],
  instruction: [
    words('(?:ignor\\w*|disregard\\w*|forget|override|overrul\\w*|bypass\\w*|skip|negeer|vergiss|vergeet|oubli\\w*|olvid\\w*|esquec\\w*|dimentic\\w*)(?: \\p{L}+){0,5} (?:instruct\\w*|instruc\\w*|istruzion\\w*|instrucc?ion\\w*|anweisung\\w*|vorgabe\\w*|consigne\\w*|talimat\\w*|rules?|regeln?|regles?|reglas?|regole|regras?|regels|prompts?|above|previous|earlier|everything|all|guidelines?|safety|filters?)'),
    words('system ?-?(?:prompt|message|instruction\\w*)', 'jail ?-?break\\w*', 'developer mode', 'dan mode', 'you are now', 'new (?:instruction|rule)s?', 'instead of the above', 'end of (?:note|prompt|data)', 'assistant:', 'as an ai', 'do not follow', "don't follow"),
    words('talimatlar\\w* yok say', 'yok say\\w* .*talimat\\w*', 'zignoruj\\w*', 'игнориру\\p{L}*'),
  ],
};

/** Ages in figures; the first group is the number of years. */
export const refusedAges: readonly RegExp[] = [
  /(?<!\d)(\d{1,2}) ?-?(?:years?|yrs?) ?-?(?:old|of age)/u,
  /(?<!\d)(\d{1,2}) ?(?:y\/?o|jahre alt|jahrig\p{L}*|jaar oud|yasinda|lat(?!\p{L})|let(?!\p{L})|лет)(?!\p{L})/u,
  /(?:age of|aged|de|a|ho|j'ai|tengo|tenho) (\d{1,2}) (?:ans|anos|anni)(?!\p{L})/u,
  /(?:make me|make me look|i am|i'm|aged?) (\d{1,2})(?!\d| ?(?:%|percent|cm|years? young|years? exp))/u,
];

/** Somebody named, in the note as it was written: names begin with capitals. */
export const refusedLikenesses: readonly RegExp[] = [
  /(?<!\p{L})(?:[Ll]ike|[Ww]ie|[Cc]omme|[Cc]omo|[Cc]ome|[Ll]ijkt? op|[Tt]ipo|[Zz]oals|[Jj]ak|[Кк]ак) (?!(?:New|San|Los|Las|Saint|St|Santa|Sankt|Rio|Hong|Tel|Cape|Monte|Wall|Silicon|Hyde|Union|Times|North|South|East|West|Central|Old) )(?:(?:the )?(?:actor|actress|singer|young|late) )?\p{Lu}\p{Ll}+(?:[ -](?:de |van |von |di |el |al-)?\p{Lu}[\p{Ll}.]+)+/u,
  /(?<!\p{L})(?:[Ll]ook(?:s|ing)? like|[Aa]usseh\p{L}* wie|[Rr]essembl\p{L}* à|[Cc]omme si j'étais|[Pp]arec\p{L}* (?:a|com)|[Aa]ssomigli\p{L}* a|[Ll]ijken op|sosie de|[Dd]ressed as) \p{Lu}\p{Ll}+/u,
  /\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)* (?:gibi|look ?alike|olarak göster)/u,
  /(?:in the likeness of|with the (?:face|head|looks) of) \p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/u,
];
