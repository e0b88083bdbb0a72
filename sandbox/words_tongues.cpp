#include "sandbox/words.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::string_view kEsGiven[] = {"Lucía", "Joaquín", "Inés",   "Andrés", "Paloma", "Íñigo",
                                         "Rocío", "Matías",  "Begoña", "Tomás",  "Noelia", "Rubén"};
constexpr std::string_view kEsFamily[] = {"Núñez",   "Ibáñez",  "del Río", "Peña",  "Quiñones", "Sáez",
                                          "Montero", "Vergara", "Castaño", "Luján", "Arango",   "Belmonte"};
constexpr std::string_view kEsBands[] = {"Los Años Luz",  "Niña Tormenta",      "Mañana en Marte", "La Última Ola",
                                         "Señor Domingo", "Caramelo Eléctrico", "Barrio Lunar",    "Las Bicicletas",
                                         "Perro Ñandú",   "Sobremesa"};
constexpr std::string_view kEsTitles[] = {
    "Corazón de papel", "Mañana",    "El niño y el mar", "Sin señal", "Ojalá que llueva",     "Dime que sí",
    "Azúcar",           "Te busqué", "Piñata",           "Qué será",  "Despacio y con calma", "Otoño"};
constexpr std::string_view kEsHeads[] = {"La luna",      "El último tren", "Una carta", "Aquel verano",
                                         "La lluvia",    "Tu nombre",      "El baile",  "Mi canción",
                                         "La madrugada", "El espejo",      "Un café",   "La sombra"};
constexpr std::string_view kEsTails[] = {"sin ti",      "de enero", "bajo el agua", "que no volvió",
                                         "en Medellín", "del sur",  "a las tres",   "entre nosotros",
                                         "de cristal",  "otra vez", "en la azotea", "para Begoña"};

constexpr std::string_view kPtGiven[] = {"João",    "Cecília", "Caetana", "Zé",        "Luísa",
                                         "Antônio", "Beatriz", "Otávio",  "Conceição", "Iara"};
constexpr std::string_view kPtFamily[] = {"Guimarães", "da Conceição", "Falcão", "Araújo",  "Valença",
                                          "do Mar",    "Magalhães",    "Leão",   "Sampaio", "Brandão"};
constexpr std::string_view kPtBands[] = {"Maré Cheia",   "Os Pássaros de Maio", "Trio Jacarandá",
                                         "Banda Sábado", "Coração Valente",     "Quarteto Ipê"};
constexpr std::string_view kPtTitles[] = {"Saudade", "Manhã",        "Canção do Céu", "Samba de Amanhã", "Chuva Fina",
                                          "Ilusão",  "Água de Coco", "Devagarinho",   "Não Sei",         "Solidão"};
constexpr std::string_view kPtHeads[] = {"A onda",   "O verão",     "Uma canção", "A varanda",
                                         "O violão", "Meu coração", "A manhã",    "O barco"};
constexpr std::string_view kPtTails[] = {"do mar",     "sem fim",         "de domingo",   "em Salvador",
                                         "no quintal", "depois da chuva", "da Conceição", "que ficou"};

constexpr std::string_view kFrGiven[] = {"Hélène",    "François", "Zoé",    "Gaël",   "Amélie", "Loïc",
                                         "Françoise", "Rémi",     "Noémie", "Benoît", "Léa",    "Anaïs"};
constexpr std::string_view kFrFamily[] = {"Lefèvre", "d'Arcy", "Besançon", "Duchêne",   "Crépin", "Vallée",
                                          "Noël",    "Forêt",  "Desprès",  "L'Hôpital", "Garçon", "Bérard"};
constexpr std::string_view kFrBands[] = {"Les Nuits Blanches",   "Café Océan",        "L'Été Dernier",
                                         "Piscine Privée",       "Théâtre Mécanique", "Château Néon",
                                         "Mademoiselle Vitesse", "Orchestre de Poche"};
constexpr std::string_view kFrTitles[] = {"Déjà demain",    "Ça ira",       "Élégie pour un tramway", "Où es-tu ?",
                                          "Garçon sauvage", "L'été est là", "Hôtel du Nord",          "Cœur à cœur",
                                          "Je t'écris",     "À bientôt"};
constexpr std::string_view kFrHeads[] = {"La nuit",          "Un été",     "Les vagues", "La chanson", "Mon cœur",
                                         "Le dernier métro", "La fenêtre", "Une étoile", "Le café",    "La pluie"};
constexpr std::string_view kFrTails[] = {"sans toi", "à Marseille",  "de novembre", "au bord de l'eau",
                                         "d'à côté", "qui s'éteint", "à l'envers",  "sous la neige",
                                         "pour Léa", "et après"};

constexpr std::string_view kDeGiven[] = {"Jürgen", "Käthe",  "Anneliese", "Götz",   "Ulrike",
                                         "Lothar", "Renate", "Mätthes",   "Wiebke", "Jörg"};
constexpr std::string_view kDeFamily[] = {"Müllner", "Weiß",   "Krähwinkel", "Förster", "Groß",
                                          "Bäumler", "Strauß", "Königs",     "Löwe",    "Nachtigall"};
constexpr std::string_view kDeBands[] = {"Nachtzug",       "Fernweh",          "Grüne Welle", "Kühlschrank",
                                         "Autobahnkirche", "Die Schönen Tage", "Überstrom",   "Morgenröte",
                                         "Kosmische Post", "Funkhaus Süd"};
constexpr std::string_view kDeTitles[] = {"Über den Dächern", "Sternenstaub", "Fluß ohne Ufer", "Grün",   "Größenwahn",
                                          "Langsam",          "Frühling",     "Straße",         "Zähler", "Für Käthe"};
constexpr std::string_view kDeHeads[] = {"Nacht",     "Regen",     "Ein Sommer", "Funkstille", "Tanz",
                                         "Neonlicht", "Zwei Züge", "Der Mond",   "Das Echo",   "Schnee"};
constexpr std::string_view kDeTails[] = {"in Leipzig",    "ohne dich",       "am See",     "im Rückspiegel",
                                         "über Köln",     "auf Gleis 9",     "im Februar", "nach zwölf",
                                         "hinterm Deich", "bis früh um fünf"};

constexpr std::string_view kNoGiven[] = {"Åsa",   "Søren", "Bryndís", "Sigríður", "Øystein", "Þóra",
                                         "Märta", "Håkon", "Freyja",  "Jónas",    "Kjærsti", "Ásgeir"};
constexpr std::string_view kNoFamily[] = {"Sjöberg",   "Bjørnstad", "Nørgaard", "Ångström", "Jökulsson", "Hæstad",
                                          "Lindström", "Øverland",  "Snæfell",  "Kvåle",    "Rødgrød",   "Häll"};
constexpr std::string_view kNoBands[] = {"Snøfall",  "Midnattsol", "Blå Timme", "Fjärran",     "Hvalur",
                                         "Øde Kyst", "Månsken",    "Ísbjörg",   "Sju Systrar", "Håp"};
constexpr std::string_view kNoTitles[] = {"Norðurljós",    "Þögnin",         "Heim á leið", "Blåbær",
                                          "Snø på Søndag", "Smått är stort", "Ösp",         "Fjörður",
                                          "Kjære du",      "Åska",           "Tåke",        "Vårvinter"};
constexpr std::string_view kNoHeads[] = {"Natten", "Sista tåget", "Ljuset",  "Ett brev", "Havet",
                                         "Snön",   "En sång",     "Björken", "Vintern",  "Tystnaden"};
constexpr std::string_view kNoTails[] = {"i Malmö",        "över sundet",  "utan dig",   "till Åsa", "på ön",
                                         "före gryningen", "som försvann", "under isen", "i maj",    "längs ån"};

constexpr std::string_view kRuGiven[] = {"Марина", "Андрей", "Ольга", "Виктор", "Зоя",
                                         "Пётр",   "Алёна",  "Юрий",  "Вера",   "Лев"};
constexpr std::string_view kRuFamily[] = {"Зимина",   "Ветров",  "Северная", "Журавлёв", "Полынь",
                                          "Соловьёв", "Луговая", "Снегирёв", "Заря",     "Королёв"};
constexpr std::string_view kRuBands[] = {"Белый Шум",     "Последний Трамвай", "Северный Берег", "Жёлтый Вагон",
                                         "Ночной Дозвон", "Тихий Час",         "Чёрные Птицы",   "Дом у Реки",
                                         "Кислород",      "Сёстры Весны"};
constexpr std::string_view kRuTitles[] = {"Ещё один день", "Позвони мне",     "Снег",     "Ничего не жаль",
                                          "Весна",         "Трамвай № 9",     "Мой друг", "Звёзды молчат",
                                          "До рассвета",   "Жёлтая подводная"};
constexpr std::string_view kRuHeads[] = {"Ночь",  "Последний трамвай", "Письмо", "Город", "Зима", "Песня", "Тишина",
                                         "Поезд", "Белый свет",        "Дождь"};
constexpr std::string_view kRuTails[] = {"без тебя",   "на Неве", "в октябре", "под окном",  "после снега",
                                         "до востока", "у моря",  "о тебе",    "сквозь сон", "в метро"};

constexpr std::string_view kJaGiven[] = {"青木", "星野", "水沢", "小川", "夏目",
                                         "月島", "藤崎", "森下", "白石", "高橋"};
constexpr std::string_view kJaFamily[] = {"あかり", "遥", "陽子", "蓮", "美波", "ひかる", "千夏", "健二", "ゆき", "翔"};
constexpr std::string_view kJaBands[] = {
    "夜間飛行", "きのこ水族館", "東京メランコリー", "夏休みクラブ", "サテライト・ガールズ",
    "青い電車", "ネオンと雨",   "月面散歩",         "ソーダ水",     "放課後レコード"};
constexpr std::string_view kJaTitles[] = {"さよならサマー", "真夜中のドライブ",   "恋の予感",   "プラスチック・シティ",
                                          "ただいま",       "ありがとう、またね", "きみのせい", "シーサイド・ライン",
                                          "花火",           "ひとりごと"};
constexpr std::string_view kJaHeads[] = {"夏",   "夜",     "海",   "雨",   "東京", "月",
                                         "最後", "真夜中", "青春", "窓辺", "春",   "星空"};
constexpr std::string_view kJaTails[] = {"手紙",   "記憶",   "電車", "メロディー", "灯り",   "地図",
                                         "ダンス", "終わり", "約束", "声",         "向こう", "ワルツ"};

constexpr std::string_view kKoGiven[] = {"김", "이", "박", "최", "정", "한", "윤", "서", "강", "임"};
constexpr std::string_view kKoFamily[] = {"하늘", "수아", "도윤", "지유", "민서",
                                          "바다", "은별", "시우", "가람", "나래"};
constexpr std::string_view kKoBands[] = {"LUMÉ (루메)", "달빛소녀",        "7AM",    "네온하트",   "ORBIT9",
                                         "새벽열차",    "STARLING 스타링", "푸른밤", "하이파이브", "MOONBEAT"};
constexpr std::string_view kKoTitles[] = {"안녕, 여름", "괜찮아",   "심장이 뛰어", "보고 싶다", "Dance Again (다시 춤)",
                                          "첫눈",       "비밀번호", "오늘 밤",     "한 번 더",  "별자리"};
constexpr std::string_view kKoHeads[] = {"여름", "밤", "서울", "우리", "새벽", "바다", "너", "봄", "도시", "꿈속"};
constexpr std::string_view kKoTails[] = {"노래", "편지", "기억", "춤", "빛", "끝", "약속", "비", "별", "온도"};

constexpr std::string_view kArGiven[] = {"ليلى", "سمير", "نور",  "هدى",  "زياد",
                                         "مريم", "فارس", "سلمى", "كريم", "ياسمين"};
constexpr std::string_view kArFamily[] = {"الشامي", "حداد",   "النجار", "منصور",  "البحري",
                                          "خوري",   "الصباح", "رحباوي", "المصري", "عطية"};
constexpr std::string_view kArBands[] = {"فرقة القمر", "مقهى الليل", "صوت الياسمين", "طريق البحر"};
constexpr std::string_view kArTitles[] = {"يا ليل", "حبيبي", "وحدي",       "على البال",
                                          "بكرا",   "سلام",  "نجمة الصبح", "إلى أين"};
constexpr std::string_view kArHeads[] = {"ليل", "أغنية", "رسالة", "بحر", "قمر", "ذاكرة", "شتاء", "رقصة"};
constexpr std::string_view kArTails[] = {"بيروت",    "القاهرة", "الصيف",  "الغياب",
                                         "الياسمين", "المدينة", "الحنين", "الفجر"};

constexpr std::string_view kTrGiven[] = {"Işıl",  "Çağrı", "Şebnem", "Gülşah", "Özgür",
                                         "Barış", "Ümit",  "Deniz",  "İlkay",  "Tuğba"};
constexpr std::string_view kTrFamily[] = {"Yıldız", "Öztürk",  "Güneş", "Çınar", "Işık",
                                          "Şimşek", "Koçoğlu", "Dağ",   "Ağaç",  "Kıvılcım"};
constexpr std::string_view kTrBands[] = {"Gece Vapuru", "Üç Yıldız", "Boğaz Işıkları", "Çöl Fırtınası",
                                         "Kırmızı Bisiklet"};
constexpr std::string_view kTrTitles[] = {"İçimde Bir Şarkı", "Gurbet",   "Işıklar", "Şimdi Değil", "Güz",
                                          "Yağmur Yağıyor",   "Çok Uzak", "Düş"};
constexpr std::string_view kTrHeads[] = {"Bir gece", "Son vapur", "Rüzgâr", "Eski bir mektup",
                                         "Yağmur",   "Güneş",     "Deniz",  "Şarkımız"};
constexpr std::string_view kTrTails[] = {"İstanbul'da", "sensiz",  "gibi",       "uzakta",
                                         "kıyıda",      "yeniden", "sonbaharda", "geçti"};

constexpr std::string_view kYoGiven[] = {"Adébáyọ̀", "Fọláṣadé", "Túndé", "Ìfẹ́", "Kọ́lá",
                                         "Ṣadé",    "Amaka",    "Kwame", "Ayọ̀", "Nana"};
constexpr std::string_view kYoFamily[] = {"Okonkwo", "Adéṣínà", "Balógun", "Mensah",   "Ọbásanya",
                                          "Eze",     "Diallo",  "Asante",  "Ọlátúnjí", "Keïta"};
constexpr std::string_view kYoBands[] = {"Lagos Weather Band", "Highlife Motors", "Ẹ̀kọ́ All-Stars", "Palmwine Radio",
                                         "Accra After Dark"};
constexpr std::string_view kYoTitles[] = {"Ìfẹ́ mi", "Ẹ kú àárọ̀", "Body No Be Wood", "Sweet Pepper",  "No Wahala Today",
                                          "Owó",    "Oya Dance", "Chop Life",       "Jollof Sunday", "Mama Say"};
constexpr std::string_view kYoHeads[] = {"Dance", "Lagos", "Sunshine", "Mama", "Ayọ̀", "Honey", "Moonlight", "Money"};
constexpr std::string_view kYoTails[] = {"for Me",   "No Dey Sleep",  "on the Mainland", "Forever",
                                         "Pass You", "by the Lagoon", "Till Morning",    "(Ẹ jọ̀ọ́)"};

}  // namespace

namespace tongues {
const Tongue spanish{"Spanish", "ES", kEsGiven, kEsFamily, " ", kEsBands, kEsTitles, kEsHeads, kEsTails, " "};
const Tongue portuguese{"Portuguese", "BR", kPtGiven, kPtFamily, " ", kPtBands, kPtTitles, kPtHeads, kPtTails, " "};
const Tongue french{"French", "FR", kFrGiven, kFrFamily, " ", kFrBands, kFrTitles, kFrHeads, kFrTails, " "};
const Tongue german{"German", "DE", kDeGiven, kDeFamily, " ", kDeBands, kDeTitles, kDeHeads, kDeTails, " "};
const Tongue nordic{"Nordic", "SE", kNoGiven, kNoFamily, " ", kNoBands, kNoTitles, kNoHeads, kNoTails, " "};
const Tongue russian{"Russian", "RU", kRuGiven, kRuFamily, " ", kRuBands, kRuTitles, kRuHeads, kRuTails, " "};
const Tongue japanese{"Japanese", "JP", kJaGiven, kJaFamily, "", kJaBands, kJaTitles, kJaHeads, kJaTails, "の"};
const Tongue korean{"Korean", "KR", kKoGiven, kKoFamily, "", kKoBands, kKoTitles, kKoHeads, kKoTails, "의 "};
const Tongue arabic{"Arabic", "LB", kArGiven, kArFamily, " ", kArBands, kArTitles, kArHeads, kArTails, " "};
const Tongue turkish{"Turkish", "TR", kTrGiven, kTrFamily, " ", kTrBands, kTrTitles, kTrHeads, kTrTails, " "};
const Tongue yoruba{"Yoruba", "NG", kYoGiven, kYoFamily, " ", kYoBands, kYoTitles, kYoHeads, kYoTails, " "};
}  // namespace tongues

}  // namespace mtm::sandbox
