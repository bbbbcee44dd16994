// Owns how a note is seen to compare with somebody by name, written in small letters: a word of comparison, then two words that are a name's. Refuses to know who is famous.

/** Words of comparison, in the languages of the other lists; what follows one is compared with. */
const comparisons = "like|as|resembl\\w+|similar to|dressed as|make me|turn me into|wie|als|aussehend wie|comme|en tant que|como|parecid[oa]s? a|parecer a|come|simile a|tipo|igual a|zoals|lijken op|jak(?:o)?|как";

/** First names of all the world, as they begin the names of people whom everybody knows. */
const firstNames = new Set(
  `aaron adam adele adriana alain albert alec alejandro alessandro alex alexander alexandra alexei alfred alicia alison amanda amy ana andre andrea andrei andrew andy
  angela angelina anna anne annie antoine anton antonio ariana arnold arthur ashley audrey avril
  barack barbara barry bella ben benedict benjamin bernard beth bill beyonce bjork blake bob boris brad bradley brian brigitte britney bruce bruno bryan camila cameron
  cara carl carla carlos carmen carol caroline cate catherine cathy celine channing charles charlie charlize chris christian christiane christina christine christoph
  christopher cillian cindy claude claudia coco colin conor cristiano cyndi
  daniel daniela daniele david demi denzel diana diego dieter dmitri dolly donald doris drake dua dwayne eddie edith eduardo edward elena eli elisabeth elizabeth ella
  ellen elon elton elvis emily emma emmanuel eric erik ernest ethan eva evan fabio federico felipe fernando florian francesca francesco francois frida friedrich
  gabriel grace gael gal gareth gary george georges gerard gianluca gigi gillian giorgio giovanni giuseppe greta guillaume gustav gwen gwyneth halle hannah hans harald
  harrison harry heath heidi helen helena helene helmut henri henry hillary hugh hugo ian idris ingrid isabel isabella isabelle ivan ivanka jackie jacques jake james
  jamie jane janet jared javier jay jean-paul jeff jennifer jeremy jerry jessica jim jimmy joan joanna joe joel johan johann johannes john johnny jon jonathan jordan
  jorge jose joseph juan jude judy jules julia julian julie juliette jurgen justin justine
  jack kamala kanye karl kate katharine katherine katy keanu keira keith kelly ken kendall kendrick kevin khloe kim kirsten kobe kourtney kristen kurt
  kylie lana larry laura lauren laurence lebron leon leonardo leonel liam lily-rose linda lindsay lionel lisa liv liz louis louise luca lucas lucia lucy ludwig luis luka
  luke madonna mahatma malcolm manuel marc mark matt max marcel marcello marcus margaret margot maria mariah marie marilyn mario marion marlene marlon martha martin
  matthew matthias maurice megan meghan melania melissa meryl mette michael michel michelle miguel mikael mike mikhail mila miley mohamed mohammed monica morgan muhammad
  nancy naomi natalia natalie nelson nicholas nick nicki nicola nicolas nicole nikolai nina noah oliver olivia oprah orlando oscar otto pablo pamela patricia patrick paul
  paulo pedro peggy penelope pete peter philip philipp pierce priyanka quentin rachel rafael raquel ray rebecca reese renee ricardo richard ricky rihanna rita robert
  roberta roberto robin roger roland ronald ronaldo rowan roy rudolf rupert russell ryan sabrina salma salvador sam samuel sandra sarah scarlett sean sebastian selena
  serena sergei shah shakira sharon shawn sigourney simon simone sofia sophia sophie stanley stefan stefanie stella stephen steve steven susan sylvester
  tarkan taylor ted thomas tiffany tilda timothee tina tobias tom tommy tony uma usain valentina vanessa venus veronica vin vincent vladimir walter wayne wes whitney
  wilhelm willem william will winona winston wolfgang woody xavier yann yves zac zendaya zinedine zlatan zoe`.split(/\s+/),
);

/** What a picture is made of besides its person: cloth, light, weather, places. Behind a name one of these makes it a thing's: a coat, a town's fog. */
const things = new Set(
  `afternoon autumn dawn day dusk evening hour midday midnight morning night noon season spring summer sunrise sunset twilight weather winter
  air asphalt bay beach bridge candle canyon cloud cloudy coast countryside desert earth field fire flame flower fog forest garden glacier glow grass hill horizon ice
  island lake lamp lantern leaf light lighting meadow mist moon mountain neon ocean park path rain river rock sand sea shade shadow shine sky smoke snow star stone storm
  sun sunny tree valley water wave wind window wood
  alley airport archive arena bakery balcony bank bar barn bookshop boat boutique brick bunker cafe campus casino castle cathedral chamber chapel church cinema city
  clinic club concrete corner court courthouse courtroom district door downtown factory farm gallery garage gym hall harbor harbour hangar home hospital hotel house
  kitchen lab laboratory library lobby loft market museum neighborhood neighbourhood office opera palace penthouse pier plaza port pub restaurant road roof rooftop room
  school shop skyline skyscraper square stable stadium stage stair startup station store street studio suburb subway tavern temple terminal terrace theater theatre tower
  town train university village vineyard wall ward warehouse workshop
  apron bag belt blazer blouse boot bow braid bracelet button cap cape cardigan cloak cloth clothes coat collar corduroy costume cotton cuff denim dress earring fabric
  fedora flannel frame glasses glove gown hat heel hoodie jacket jean jersey jumper kimono knit lace lapel leather linen lining loafer necklace nylon outfit overall parka
  pattern plaid pocket polo pullover ring robe sandal sari satin scarf scrubs shawl shirt shoe shorts silk skirt sleeve sneaker stripe suede suit sunglasses suspender
  sweater sweatshirt tartan tee texture tie trench trouser turtleneck tuxedo tweed uniform velvet vest waistcoat wardrobe watch wool`.split(/\s+/),
);

/** Other English words of wishes; two words of a name are neither these nor things. */
const ordinaryWords = new Set(
  `a about above across after again all almost along also always an and another any anything around as at back be because been before behind being below beside best better
  between big both bright but by can chance clean clear close cold cool could dark deep different dim do does done down during each early easy either else enough even
  every everyone everything fair far few fine first for fresh friday from front full fun gentle good great half happy hard has have he head heavy her here high him his
  honest how i if in indoors into is it its it's just kind large last late left less little long look lot low made make many me middle monday mine more most much my
  natural near neat never new next nice no normal not nothing now of off often old on once one only open or other our out outdoors outside over own plain please possible
  pretty quiet quite rather ready real really rested rest rich right round saturday same serious sharp she short side simple small smart so soft some something somewhere
  soon still straight strong such sunday sure tall taller than that the their them then there these they thin this those though through thursday time to today together
  tomorrow too top true tuesday two under until up us usual very warm was way we wednesday week weekend well wet were what when where which while who wide with within
  without work world would year yesterday yet you young younger your older wiser slimmer
  january february march april may june july august september october november december holiday birthday anniversary graduation interview meeting conference talk keynote
  wedding party dinner lunch breakfast coffee tea wine espresso apple lemon orange peach cherry vanilla cinnamon chocolate honey milk paper metal steel iron oak pine ash
  bamboo fern moss ivy clay chalk dust water oil ink paint
  black white grey gray blue navy green teal red pink purple violet brown beige cream ivory gold golden silver bronze copper olive amber ruby jade pearl charcoal rose
  lilac mauve burgundy maroon khaki turquoise indigo crimson scarlet pastel monochrome sepia noir gloss matte finish grain contrast tone colour color palette blur focus
  depth highlight
  hair beard bun bob fringe curl ponytail makeup lipstick skin smile eye gaze face expression pose posture shoulder arm hand
  new york london paris berlin rome milan tokyo hollywood manhattan brooklyn california america europe africa asia india china japan england france germany italy spain
  turkey nordic scandinavian mediterranean french italian english german spanish japanese american british san los las saint angeles francisco diego barcelona madrid
  lisbon vienna zurich geneva amsterdam copenhagen stockholm oslo dublin edinburgh chicago boston seattle dubai singapore sydney mumbai shanghai seoul oxford cambridge
  harvard yale stanford silicon
  lawyer doctor nurse surgeon dentist vet teacher professor student scientist engineer developer designer architect artist painter writer author journalist editor
  photographer model actor actress singer musician dancer chef cook baker waiter barista manager director executive founder boss chief chair partner consultant accountant
  banker broker agent realtor officer pilot captain soldier firefighter farmer gardener carpenter plumber electrician mechanic builder driver judge clerk counsel advisor
  adviser analyst trader coach trainer athlete runner player team member lead leader speaker host guest friend neighbour neighbor customer client colleague professional
  expert don
  photo photograph picture portrait headshot image poster magazine cover page newspaper catalogue catalog advert ad campaign film movie album book comic cartoon painting
  drawing sketch passport badge profile website brand logo company corporate business tech finance legal medical academic creative data sales marketing product design
  vintage retro classic modern contemporary minimal minimalist editorial documentary polaroid kodak leica vogue forbes renaissance baroque victorian edwardian gothic
  romantic art deco bauhaus jazz rock punk pop folk ballet casual formal elegant chic preppy sporty bohemian boho rustic urban rural industrial velvety silky creamy hazy
  dreamy moody airy cosy cozy calm friendly confident approachable trustworthy proud curious thoughtful strict stern funny silly cheeky playful fashion couture`.split(/\s+/),
);

/** How English makes words of words. Of first names none ends so that is not known above; of last names many end in `ly` and `ing`. */
const endings = 'ed|ous|ful|ive|able|ible|ish|less|ness|tion|sion|ment|ity|ism|ist|ship|wear|ware|light|lit|room|style|like|town|time|house|ical|ery';
const ordinaryFirst = new RegExp(`(?:${endings}|ly|ing|'s)$`, 'u');
const ordinaryLast = new RegExp(`(?:${endings})$`, 'u');

const pair = "([\\p{L}'-]{2,}) ([\\p{L}'-]{2,})(?! as(?!\\p{L}))(?: ([\\p{L}'-]+))?";
const afterComparison = new RegExp(`(?<![\\p{L}\\p{N}])(?:${comparisons}) (?:the )?${pair}`, 'gu');
const beforeComparison = /(?<![\p{L}\p{N}])([\p{L}'-]{2,}) ([\p{L}'-]{2,}) (?:gibi|misali)(?!\p{L})/gu;

/** `I like` and `would like` wish; only the other `like` compares. */
const afterEnglish = new RegExp(`(?<!(?:^|[^\\p{L}])(?:i|i'd|i'll|we|you|they|would|do|don't|also|really|id) )(?<![\\p{L}\\p{N}])(?:like|resembl\\w+|similar to) ${pair}`, 'gu');

/**
 * Whether a text compares with somebody by first and last name: a first name that is known here after any word of comparison,
 * or in English two words that are neither known as ordinary nor made like ordinary ones.
 *
 * @param text - In small letters without accents.
 */
export function comparesWithSomebody(text: string): boolean {
  const isKnown = ([, first = '', last = '', next = '']: RegExpMatchArray) => firstNames.has(first) && !isOrdinary(last) && !isThing(next);
  const isStrange = ([, first = '', last = '', next = '']: RegExpMatchArray) =>
    !isOrdinary(first) && !isOrdinary(last) && !ordinaryFirst.test(first) && !ordinaryLast.test(last) && !isThing(next);
  return [...text.matchAll(afterComparison), ...text.matchAll(beforeComparison)].some(isKnown) || [...text.matchAll(afterEnglish)].some(isStrange);
}

function isOrdinary(word: string): boolean {
  return isThing(word) || singulars(word).some((form) => ordinaryWords.has(form));
}

function isThing(word: string): boolean {
  return singulars(word).some((form) => things.has(form));
}

/** A word, and what it may be several of. */
function singulars(word: string): readonly string[] {
  return [word, word.replace(/'?s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
}
