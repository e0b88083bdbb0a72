-- Autovacuum, REINDEX and a restored dump evaluate what indexes and generated columns say without any search_path. These
-- functions named each other, which nobody found then: tracks was never analysed by itself, and a dump of sounds not restored.
-- A body that is no string is bound when it is made.
create or replace function sound_cell(energy float8, valence float8) returns smallint language sql immutable parallel safe
return (sound_part(energy) * 16 + sound_part(valence))::smallint;
