// Years of a listener who does not exist: what the sandbox's demo person played, counted. The front page shows them to guests.
// Newest first; each track with its artist, its album and how often it was played.
const kYears = [
  {minutes: 15607, plays: 4792, tracks: [
    ['Silas’s Sparrow', 'DJ Postcard', 'Silas’s Sparrow', 43], ['Zwei Züge auf Gleis 9', 'Götz Groß', 'Schnee am See', 36],
    ['Aurora & Archipelago', 'Marlow & the Horizons', 'Before the Film Begins', 23], ['Ein Sommer am See', 'Jürgen Nachtigall', 'Ein Sommer am See', 22]]},
  {minutes: 13119, plays: 4390, tracks: [
    ['Feral Engine', 'The Burning Rusts', 'The Burning Rusts', 61], ['青春のワルツ', '夏目翔', 'Candle / Ribbon', 26],
    ['La lluvia en la azotea', 'Los Años Luz', 'La madrugada en Medellín', 26], ['東京の灯り', '青木蓮', '海の声', 24]]},
  {minutes: 14297, plays: 4786, tracks: [
    ['Growing Up', 'June Sparrow', 'Sylvie’s Orchard', 51], ['Lantern', 'Kettle of Göteborg', 'Mending Fences', 38],
    ['The Moon Owes Me Money', 'Theo Kiss', 'The Moon Owes Me Money', 33], ['August Sparrow', 'Old Marigold', 'Old Marigold', 24]]},
  {minutes: 18245, plays: 6441, tracks: [
    ['우리의 별', '이가람', '우리의 약속', 61], ['Endless Cirrus', 'Weightless Breath', 'Phosphor, Halo', 53],
    ['The Foxglove of Havana', 'April Lighthouse', 'The Best of April Lighthouse', 36], ['Nebula & Fog', 'Glacier of Trieste', 'Floating Home in Marseille', 36]]},
  {minutes: 18819, plays: 6562, tracks: [
    ['Tomorrow Is a Long Way Down', 'Homeward Sparrow', 'Quiet Thistle', 69], ['Going West in Brighton', 'Honeycomb of Cape Town', 'You Looked Better in the Dark', 56],
    ['Mending Fences in Santa Fe', 'April Lighthouse', 'The Best of April Lighthouse', 50], ['シーサイド・ライン', 'August Marsh', 'シーサイド・ライン', 49]]},
  {minutes: 16032, plays: 5504, tracks: [
    ['No More Silks', 'Zadie Delacroix', 'Zadie Delacroix', 81], ['A Map of Your Apartment', 'Homeward Sparrow', 'Quiet Thistle', 47],
    ['Tides', 'Marlow', 'Tides', 43], ['Fog, Halo', 'Esther Rowe', 'Echo & Parallax - EP', 42]]},
  {minutes: 17337, plays: 5862, tracks: [
    ['Engine & Gravedigger', 'Barricade Cathedral', 'Voltage', 61], ['Ett brev till Åsa', 'Håkon Häll', 'Snön över sundet', 41],
    ['January Heron', 'Mabel & the Rosemaries', 'Wildfire', 34], ['Please Hold the Line', 'Homeward Sparrow', 'Quiet Thistle', 30]]},
  {minutes: 19104, plays: 6752, tracks: [
    ['Nell’s Hydra', 'Esther & the Rusts', 'December Ashes', 59], ['Blind Plague', 'Venom Theatre', 'Riot, Razor', 58],
    ['Driving', 'Sylvie Stone', 'Nobody Sings in My Street', 57], ['Wolf, Engine', 'Machine of Brighton', 'November Alibi', 44]]},
  {minutes: 22030, plays: 7040, tracks: [
    ['Loving You', 'Leona & the Perfumes', 'Jonah’s Perfume', 97], ['Terminal for Desmond', 'Odette Abara', 'Slow Streetlight', 50],
    ['October Neon', 'Percy Novak', 'Slow Carousel', 42], ['Ещё один день', 'Кислород', 'Песня под окном', 33]],
    days: 350, artists: 307, months: [2276, 1445, 1592, 1232, 1849, 1631, 1674, 2101, 1581, 2001, 2272, 2375]},
  {minutes: 16864, plays: 5229, tracks: [
    ['Loving You', 'Leona & the Perfumes', 'Jonah’s Perfume', 91], ['Rooftop for Rufus', 'Marlow Okafor', 'Rooftop for Rufus', 44],
    ['The Opposite of Thunder', 'Margot Ferreira', 'October Thunder', 33], ['Песня без тебя', 'Чёрные Птицы', 'Tbilisi Tapes', 31]]},
];

/** The latest of them is the year that it is now. */
export const demoYears = (now) => kYears.map((each, ago) => ({...each, year: now - ago, ago}));
