/** Languages whose texts are told apart, and whose words are brought to their stems. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'no'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * Words that say nothing about what a text is about, as `wordsOf` gives them: in small letters, without accents. Only what grammar needs
 * stands here, no nouns, and of other parts of speech only what tasks of any kind use.
 */
const LISTS: Record<Language, string> = {
  en:
    'a about after all also am an and any are as at be because been before being between both but by can could did do does doing done ' +
    'down during each few for from further get had has have having he her here him his how i if in into is it its itself just let ' +
    'like make may me might more most must my need needs new no nor not now of off on once only or other our out over own per please ' +
    'same she should so some such than that the their them then there these they this those through to too under until up upon us use ' +
    'used using very via want was we were what when where which while who why will with within without would yet you your',
  de:
    'aber alle allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bitte da damit dann das dass daß dem den denn ' +
    'der des die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines er es etwas fur gegen gibt haben ' +
    'hat hatte hier ich ihr ihre im in ist ja jede jeden jeder jetzt kann kein keine konnen mehr mein mit mochte muss mussen muß nach nicht ' +
    'noch nur ob oder ohne sehr sein seine seit sich sie sind so soll sollen sollte sollten uber um und uns unser unsere unter vom von vor ' +
    'wann war warum was weil wenn werden wie wieder will wir wird wo wollen wurde wurden zu zum zur zwischen',
  fr:
    'a afin ainsi alors apres au aucun aucune aussi autre autres aux avant avec avoir car ce ceci cela celle celui ces cet cette chaque ' +
    'chez comme comment d dans de depuis des deux doit doivent donc du elle elles en encore entre est et etait ete etre eux fait faire faut ' +
    'il ils j je jusqu l la le les leur leurs lors lorsque lui m mais me meme moins mon n ne nos notre nous on ont ou par pas pendant peut ' +
    'peuvent plus plusieurs pour pourquoi quand que quel quelle quelques qui qu s sa sans se sera ses si son sont sous sur t tous tout toute ' +
    'toutes tres un une vers via voir vos votre vous y',
  es:
    'a al algo algun alguna algunos antes aqui asi aun aunque bajo bien cada como con contra cual cuando de debe deben del desde despues ' +
    'donde dos el ella ellos en entre era es esa ese eso esta estan estar estas este esto estos fue ha hace hacer hacia han hasta hay la las ' +
    'le les lo los mas me mi mientras mucho muy nada ni no nos nosotros nuestra nuestro o os otra otras otro otros para pero poder por porque ' +
    'puede pueden que quien se sea segun ser si sido sin sobre solo son su sus tambien tan tanto te tener tiene tienen toda todas todo todos ' +
    'tras tu un una unas uno unos usted y ya yo',
  it:
    'a ad agli ai al alcuni alla alle allo altri altro anche ancora avere che chi ci cio come con contro cosa cosi cui da dagli dai dal dalla ' +
    'dalle degli dei del dell della delle dello deve devono di dopo dove due e ed era essere fare fino fra gia gli ha hanno i il in la le lo ' +
    'loro ma mentre mi molto ne negli nei nel nell nella nelle no noi non nostra nostro o ogni oppure per perche piu poi possono prima puo quale ' +
    'quali quando quanto quella quelle quello questa queste questi questo qui se sei senza si sia solo sono sopra sotto sta stato su sua sue ' +
    'sugli sui sul sulla sulle suo tra tutte tutti tutto un una uno vi viene voi',
  pt:
    'a ainda algum alguma alguns ao aos apenas apos aqui as assim ate cada com como contra da das de deve devem do dos e ela elas ele eles em ' +
    'entre era essa esse esta estao estar este estes eu fazer foi foram ha isso isto ja la lhe mais mas me mesmo meu muito na nao nas nem no nos ' +
    'nossa nosso nossos num numa o onde os ou outra outras outro outros para pela pelas pelo pelos pode podem por porque quais qual quando que ' +
    'quem sao se seja sem ser seu seus so sobre sua suas tambem te tem ter toda todas todo todos tudo um uma umas uns voce',
  nl:
    'aan al alle alleen als ander andere bij daar dan dat de deze die dit doen door dus een eens en er ge geen gaan gaat haar had heb hebben ' +
    'heeft hem het hier hij hoe hun iets ik in is je jouw kan kunnen maar maken me meer men met mij mijn moet moeten naar niet niets nog nu of om ' +
    'omdat ons onze ook op over per sinds te tegen ten ter toch toen tot tussen uit uw van vanaf veel via voor waar waarom wanneer want waren was ' +
    'wat we weer wel welke werd wie wij willen worden wordt zal ze zich zij zijn zo zoals zodat zonder zou zullen',
  sv:
    'alla allt att av bara blev bli blir bor de dem den denna deras dess det detta dig din dina dock du efter eller en er ett fler for fran far ga ' +
    'genom gor gora ha hade han har hela hon hur i igen in inga ingen inget innan inte ja jag kan kommer kunna man med mellan men mer mig min mot ' +
    'mycket maste nagon nagot nagra nar nej ni nu nya och om oss pa sa samma samt sedan sig sin sina ska skall skulle som till under upp ut utan vad ' +
    'var vara varje vi vid vilka vilken vill vilket ar over aven',
  da:
    'af alle alt andre at bare ben blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter eller en end er et flere ' +
    'for fordi fra før ga gore gør gøre ham han har have havde her hos hun hvad hver hvilken hvis hvor hvordan i igen ikke ind ingen ja jeg kan ' +
    'kommer kun kunne lige man mange med mellem men mens mere mig min mod må måske nar nej noget nogle nogen nu nye ny nær når og ogsa om op os over ' +
    'pa sa samme samt selv sig sin sine skal skulle som til uden ud under var ved vi vil ville være vores',
  no:
    'alle alt andre at av bare ble bli blir bor da de deg dem den denne der deres det dette din disse du eller en enn er et etter flere for fordi fra ' +
    'før ga gjennom gjor gjør gjøre ha hadde han har hennes her hun hva hver hvilken hvis hvor hvordan hvorfor i igjen ikke inn ingen ja jeg kan ' +
    'kommer kun kunne ma man mange med meg mellom men mens mer mot mye na nar nei noe noen nye ny og ogsa om opp oss over pa sa samme samt seg selv ' +
    'sin sine skal skulle slik som til under ut uten var ved vi vil ville være vare var',
};

const STOP_WORDS = Object.fromEntries(
  LANGUAGES.map((language) => [language, new Set(LISTS[language].split(' '))]),
) as unknown as Record<Language, ReadonlySet<string>>;

/** The commonest of other languages: texts of any of them are read by one list until it is known which they are in. */
const COMMONEST =
  'und der die das den dem ein eine fur mit von zu im auf ist le la les des du et un une pour dans el los las y una para por con';

/** Words that say nothing in a text whose language is not known. */
export const WORDS_OF_NOTHING: ReadonlySet<string> = new Set([...STOP_WORDS.en, ...COMMONEST.split(' ')]);

/** @param word As `wordsOf` gives it. */
export function isStopWord(word: string, language: Language): boolean {
  return STOP_WORDS[language].has(word);
}

/** For each such word, the languages that have it. */
export function languagesByWord(): ReadonlyMap<string, readonly Language[]> {
  const found = new Map<string, Language[]>();
  for (const language of LANGUAGES) {
    for (const word of STOP_WORDS[language]) found.set(word, [...(found.get(word) ?? []), language]);
  }
  return found;
}
