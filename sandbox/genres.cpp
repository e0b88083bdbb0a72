#include "sandbox/genres.hpp"

namespace mtm::sandbox {
namespace {

using namespace tongues;
using namespace moods;

// danceability, energy, speechiness, acousticness, instrumentalness, liveness, valence, tempo; loudness follows energy.
// clang-format off: a table reads better as one
constexpr Genre kGenres[] = {
    {"psychedelic rock", 1966, 1975, 1.1, nullptr, &space, Look::fire, .9, {.48, .60, .05, .35, .15, .20, .55, 118}, 4.1, 0},
    {"soul", 1966, 1984, 1.3, nullptr, &heart, Look::paper, .4, {.62, .52, .05, .42, .02, .18, .68, 108}, 3.4, 0},
    {"folk", 1966, 2023, 1.5, nullptr, &field, Look::landscape, .3, {.50, .28, .04, .80, .06, .14, .42, 112}, 3.7, .01},
    {"bossa nova", 1966, 1992, .8, &portuguese, &heart, Look::paper, .4, {.60, .30, .05, .78, .08, .12, .66, 122}, 3.2, 0},
    {"chanson", 1966, 2019, .9, &french, &field, Look::paper, .3, {.52, .38, .06, .66, .02, .16, .44, 110}, 3.5, .01},
    {"jazz", 1966, 2023, 1.0, nullptr, &night, Look::paper, .6, {.52, .34, .05, .70, .58, .17, .50, 116}, 5.8, 0},
    {"anadolu rock", 1967, 1981, .5, &turkish, &field, Look::fire, .6, {.52, .62, .06, .30, .12, .22, .62, 116}, 4.3, 0},
    {"krautrock", 1969, 1982, .6, &german, &space, Look::machine, .9, {.55, .60, .04, .18, .62, .14, .44, 124}, 7.4, 0},
    {"funk and disco", 1973, 1984, 1.2, nullptr, &heart, Look::fire, .7, {.79, .74, .06, .14, .08, .16, .84, 114}, 4.8, 0},
    {"ambient", 1976, 2024, 1.1, nullptr, &space, Look::sky, .4, {.24, .16, .04, .86, .88, .11, .14, 92}, 6.2, 0},
    {"post-punk", 1978, 2023, 1.2, nullptr, &noise, Look::machine, .95, {.52, .76, .06, .06, .18, .18, .42, 142}, 3.6, .06},
    {"city pop", 1978, 1993, .9, &japanese, &heart, Look::night, .5, {.70, .66, .04, .22, .03, .15, .78, 112}, 4.4, 0},
    {"synth-pop", 1980, 2024, 1.5, nullptr, &night, Look::night, .7, {.68, .70, .05, .12, .08, .16, .58, 120}, 3.9, .02},
    {"metal", 1980, 2023, .9, nullptr, &noise, Look::fire, 1, {.36, .92, .09, .01, .24, .24, .26, 138}, 5.0, .14},
    {"russian rock", 1984, 2015, .8, &russian, &night, Look::machine, .8, {.50, .64, .05, .26, .08, .20, .40, 124}, 4.2, .03},
    {"arab pop", 1985, 2024, .6, &arabic, &heart, Look::night, .2, {.66, .66, .07, .30, .02, .20, .60, 108}, 4.2, 0},
    {"house", 1987, 2025, 1.5, nullptr, &heart, Look::sky, .3, {.80, .76, .05, .06, .46, .13, .60, 124}, 5.4, .03},
    {"hip hop", 1988, 2025, 2.0, nullptr, &night, Look::machine, .3, {.76, .64, .27, .16, .02, .19, .50, 94}, 3.3, .62},
    {"techno", 1990, 2025, 1.0, &german, &noise, Look::machine, .3, {.74, .80, .06, .03, .82, .11, .22, 132}, 6.3, .01},
    {"dream pop", 1989, 2025, 1.3, nullptr, &space, Look::sky, .85, {.44, .56, .04, .20, .28, .15, .30, 116}, 4.3, .02},
    {"trip hop", 1992, 2010, .8, nullptr, &night, Look::night, .6, {.62, .48, .08, .28, .30, .13, .30, 88}, 4.8, .10},
    {"indie rock", 1995, 2025, 2.2, nullptr, &field, Look::landscape, .9, {.54, .74, .05, .12, .06, .19, .54, 132}, 3.6, .08},
    {"latin pop", 1995, 2025, 1.5, &spanish, &heart, Look::fire, .4, {.74, .70, .08, .22, .01, .17, .70, 106}, 3.4, .12},
    {"j-pop", 1996, 2025, .9, &japanese, &space, Look::sky, .5, {.58, .80, .06, .12, .02, .22, .66, 136}, 4.1, 0},
    {"k-pop", 1998, 2025, 1.2, &korean, &heart, Look::sky, .8, {.72, .80, .09, .10, 0, .18, .70, 118}, 3.2, .02},
    {"nordic indie", 1999, 2025, 1.0, &nordic, &space, Look::landscape, .6, {.50, .46, .04, .50, .16, .13, .30, 114}, 4.2, .02},
    {"afrobeats", 2001, 2025, 1.1, &yoruba, &heart, Look::paper, .3, {.80, .70, .10, .26, .02, .14, .78, 106}, 3.3, .10},
    {"neoclassical", 2004, 2025, .8, nullptr, &space, Look::sky, .2, {.30, .14, .04, .94, .90, .10, .18, 98}, 4.0, 0},
    {"singer-songwriter", 1968, 2025, 1.6, nullptr, &field, Look::landscape, .1, {.54, .40, .04, .62, .01, .13, .40, 116}, 3.6, .05},
    {"bedroom pop", 2013, 2025, 1.7, nullptr, &heart, Look::sky, .3, {.64, .46, .05, .46, .08, .13, .46, 108}, 2.9, .18},
};
// clang-format on

}  // namespace

const std::span<const Genre> genres{kGenres};

}  // namespace mtm::sandbox
