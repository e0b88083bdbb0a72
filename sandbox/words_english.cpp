#include "sandbox/words.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::string_view kNightNouns[] = {
    "Neon",   "Midnight", "Signal",   "Motorway", "Taxi",      "Arcade", "Satellite",   "Elevator", "Afterglow",
    "Chrome", "Subway",   "Velvet",   "Mirror",   "Rooftop",   "Static", "Shadow",      "Lipstick", "Carousel",
    "Cinema", "Polaroid", "Platform", "Terminal", "Telephone", "Laser",  "Streetlight", "Getaway",  "Ballroom"};
constexpr std::string_view kNightAdjectives[] = {
    "Electric", "Late", "Neon",   "Silver", "Midnight", "Restless", "Fluorescent", "Double", "Secret",
    "Last",     "Blue", "Hidden", "Modern", "Liquid",   "Plastic",  "Infrared",    "Slow",   "Imaginary"};
constexpr std::string_view kNightDoings[] = {
    "Driving",     "Dancing Alone", "Running Red Lights", "Waking Up",        "Falling Awake",
    "Burning Out", "Calling You",   "Dreaming in Colour", "Leaving the Club", "Standing Still"};

constexpr std::string_view kFieldNouns[] = {
    "River",  "Orchard",  "Sparrow", "Harvest",  "Meadow",     "Lantern",  "Cedar",    "Harbour",   "Thistle",
    "Kettle", "Bramble",  "Winter",  "Porch",    "Wildfire",   "Canyon",   "Feather",  "Honeycomb", "Sycamore",
    "Heron",  "Marigold", "Gravel",  "Postcard", "Lighthouse", "Rosemary", "Foxglove", "Milestone", "Weathervane"};
constexpr std::string_view kFieldAdjectives[] = {
    "Golden",   "Quiet", "Wild",  "Old",    "Northern", "Crooked", "Tender", "Green",    "Bitter",
    "Lonesome", "Early", "Amber", "Hollow", "Gentle",   "Wooden",  "Pale",   "Homeward", "Half-Remembered"};
constexpr std::string_view kFieldDoings[] = {
    "Walking Home", "Mending Fences", "Counting Crows Again", "Wading",       "Waiting for Rain",
    "Growing Up",   "Coming Down",    "Carrying Water",       "Keeping Bees", "Going West"};

constexpr std::string_view kHeartNouns[] = {
    "Honey",   "Sugar",    "Fever",    "Promise", "Sunday", "Heartbeat", "Butterfly", "Paradise", "Kiss",
    "Thunder", "Diamond",  "Secret",   "Cherry",  "Summer", "Lover",     "Perfume",   "Goodbye",  "Candle",
    "Letter",  "Magnolia", "Daydream", "Gravity", "Ribbon", "Jasmine",   "Weekend",   "Silk",     "Tangerine"};
constexpr std::string_view kHeartAdjectives[] = {"Sweet",   "Tender", "Crazy",  "Lucky",  "Bittersweet", "Golden",
                                                 "Foolish", "Pretty", "True",   "Lonely", "Warm",        "Sugar",
                                                 "Endless", "Summer", "Broken", "Velvet", "Faithful",    "Sunday"};
constexpr std::string_view kHeartDoings[] = {
    "Loving You", "Missing You",     "Holding On",    "Crying on the Dancefloor", "Thinking of You",
    "Letting Go", "Making It Right", "Talking Sweet", "Coming Back to You",       "Falling Slowly Up"};

constexpr std::string_view kNoiseNouns[] = {
    "Concrete", "Hammer", "Ashes",    "Engine", "Razor", "Tyrant",    "Machine", "Crow",        "Barricade",
    "Iron",     "Plague", "Furnace",  "Wolf",   "Riot",  "Cathedral", "Venom",   "Serpent",     "Gasoline",
    "Alibi",    "Siren",  "Collapse", "Bone",   "Rust",  "Voltage",   "Hydra",   "Gravedigger", "Panic"};
constexpr std::string_view kNoiseAdjectives[] = {"Black", "Broken",  "Iron",  "Violent",     "Cold",    "Savage",
                                                 "Red",   "Crooked", "Final", "Burning",     "Feral",   "Sacred",
                                                 "Blind", "Nervous", "Empty", "Radioactive", "Hostile", "Ugly"};
constexpr std::string_view kNoiseDoings[] = {"Breaking Glass",    "Burning the Map", "Marching Nowhere", "Biting Down",
                                             "Eating the Sun",    "Losing Teeth",    "Digging",          "Refusing",
                                             "Shouting at Walls", "Sharpening"};

constexpr std::string_view kSpaceNouns[] = {
    "Aurora",     "Tides",    "Horizon",   "Drift", "Lichen",      "Glacier", "Nebula",  "Halo",     "Sediment",
    "Weightless", "Fog",      "Solstice",  "Echo",  "Archipelago", "Prism",   "Orbit",   "Breath",   "Ember",
    "Vapour",     "Parallax", "Snowfield", "Atlas", "Meridian",    "Cirrus",  "Silence", "Undertow", "Phosphor"};
constexpr std::string_view kSpaceAdjectives[] = {"Distant",  "Slow",    "Weightless", "Silent", "Glass",  "Pale",
                                                 "Lunar",    "Endless", "Soft",       "Deep",   "Frozen", "Unfolding",
                                                 "Floating", "Blue",    "Luminous",   "Hidden", "White",  "Second"};
constexpr std::string_view kSpaceDoings[] = {
    "Drifting",      "Dissolving",       "Listening to Snow", "Floating Home",  "Falling Upward",
    "Breathing Out", "Watching Weather", "Remembering Water", "Becoming Light", "Waiting for Signal"};

constexpr std::string_view kGiven[] = {
    "Ada",    "Marlow", "June", "Theo",   "Odette", "Silas",   "Imogen", "Rufus", "Wren",  "Calvin", "Mabel", "Jonah",
    "Esther", "Felix",  "Nell", "August", "Ivy",    "Desmond", "Clara",  "Otis",  "Hazel", "Lionel", "Ruth",  "Elias",
    "Margot", "Curtis", "Opal", "Dorian", "Leona",  "Amos",    "Sylvie", "Percy", "Zadie", "Emmett", "Cora",  "Basil"};
constexpr std::string_view kFamily[] = {
    "Hollis",  "Marsh",    "Okafor",   "Whitlock", "Vance",     "Pemberton", "Lake",     "Castellan", "Finch",
    "Abara",   "Lindgren", "Rowe",     "Calloway", "Thorne",    "Birdsong",  "Ferreira", "Quill",     "Harlow",
    "Mercer",  "Adeyemi",  "Sinclair", "Ashdown",  "Delacroix", "Keller",    "Novak",    "Winter",    "Greer",
    "Bellamy", "Osei",     "Tremaine", "Larkin",   "Voss",      "Hathaway",  "Moreau",   "Stone",     "Ellery"};
constexpr std::string_view kPlaces[] = {
    "Lisbon",    "Glasgow", "Memphis",  "Reykjavík", "Marseille", "Tulsa",   "Kraków",     "Montréal",  "Oslo",
    "Trieste",   "Detroit", "Brighton", "Havana",    "Osaka",     "Tbilisi", "Galway",     "São Paulo", "Leipzig",
    "Cape Town", "Bilbao",  "Göteborg", "Santa Fe",  "Naples",    "Busan",   "Valparaíso", "Antwerp",   "Duluth"};
constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
constexpr std::string_view kSentences[] = {"I Left the Porch Light On",
                                           "We Were Never Early",
                                           "Call Me When the Rain Stops",
                                           "Nobody Sings in My Street",
                                           "You Looked Better in the Dark",
                                           "All My Friends Have Dogs Now",
                                           "This Time I Mean It",
                                           "It Was Tuesday Everywhere",
                                           "The Moon Owes Me Money",
                                           "Teach Me How to Leave",
                                           "Half of This Is Yours",
                                           "Don't Tell the Weather",
                                           "Everything I Know About Trains",
                                           "Please Hold the Line",
                                           "I Only Came for the Ocean",
                                           "She Keeps the Receipts",
                                           "Somewhere Between Two Songs",
                                           "You Can Have the Records",
                                           "We Could Have Been a Postcard",
                                           "Tomorrow Is a Long Way Down",
                                           "Nothing Rhymes with You",
                                           "If the Phone Doesn't Ring",
                                           "Ten Minutes to Closing",
                                           "The Day the Tide Forgot",
                                           "I Want to Be Your Spare Key",
                                           "Someone Else's Summer",
                                           "Was It Always This Loud?",
                                           "Save Me the Window Seat",
                                           "Not in Front of the Neighbours",
                                           "What the River Said",
                                           "Good Morning, Stranger",
                                           "My Heart Is a Rented Room",
                                           "The Long Way to the Kitchen",
                                           "Say It in the Dark",
                                           "Have You Seen My Better Half",
                                           "I Dreamed You Were a Song",
                                           "Every Clock in the House",
                                           "Take the Stairs",
                                           "There Goes the Weekend",
                                           "Before the Film Begins",
                                           "A Coat for Somebody Taller",
                                           "Are You Awake?",
                                           "The Opposite of Thunder",
                                           "We Slept Through It All",
                                           "A Map of Your Apartment",
                                           "Love in the Time of Buffering",
                                           "Ask Me Again in Spring",
                                           "It's Only Gravity",
                                           "You, Me and the Vending Machine",
                                           "The Last Good Secret"};
constexpr std::string_view kGroups[] = {"Choir",    "Society",    "Parade",  "Orchestra", "Club",    "Sisters",
                                        "Brothers", "Ensemble",   "Quartet", "Union",     "Theatre", "Department",
                                        "Family",   "Collective", "Trio",    "Committee"};

// Titles that programs stumble over: quotes, markup, paths, signs only, right to left, very long.
constexpr std::string_view kOddities[] = {"\"Heroine\" (At the Laundromat)",
                                          "C:\\Music\\Heartbreak",
                                          "<b>Bold</b> & <i>Italic</i>",
                                          "</script> (The End of the Script)",
                                          "50 % of Nothing",
                                          "???",
                                          "'Til the Tuesday After",
                                          "4′33″ of Traffic",
                                          "null",
                                          "; drop the beat",
                                          "100,000 Years / 3 Minutes",
                                          "Café del Día — Día del Café",
                                          "Ｆｕｌｌｗｉｄｔｈ",
                                          "🌙",
                                          "Summer ☀️ Forever 🍉",
                                          "שיר לילה (Night Song)",
                                          "Ελευθερία",
                                          "Żółć i miód",
                                          "Ça va, ça va",
                                          "Zażółć gęślą jaźń",
                                          "The Patient Gardener Explains to the Travelling Accordion Salesman Why the "
                                          "Lighthouse at the End of the Peninsula Was "
                                          "Never Switched On During the Whole of That Remarkable Summer, and What the "
                                          "Postman Thought of It, or: A Brief Account "
                                          "of the Tides, the Bicycle, the Borrowed Umbrella and the Letter That "
                                          "Arrived a Generation Late (Parts I-IX, Abridged)"};

}  // namespace

namespace moods {
const Mood night{kNightNouns, kNightAdjectives, kNightDoings};
const Mood field{kFieldNouns, kFieldAdjectives, kFieldDoings};
const Mood heart{kHeartNouns, kHeartAdjectives, kHeartDoings};
const Mood noise{kNoiseNouns, kNoiseAdjectives, kNoiseDoings};
const Mood space{kSpaceNouns, kSpaceAdjectives, kSpaceDoings};
}  // namespace moods

namespace english {
const Words given = kGiven;
const Words family = kFamily;
const Words places = kPlaces;
const Words months = kMonths;
const Words sentences = kSentences;
const Words groups = kGroups;
const Words oddities = kOddities;
}  // namespace english

}  // namespace mtm::sandbox
