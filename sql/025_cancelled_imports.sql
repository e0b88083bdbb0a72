-- An import can be cancelled until it is done. An import has the name of its file, and a source the upload that brought it.
alter table imports
  drop constraint import_state_known,
  add constraint import_state_known check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  add name varchar(200);                                   -- of the file, as the person calls it
alter table sources
  add import_id bigint;                                    -- whose row may be gone: imports are forgotten after ten more
update sources set import_id = imports.id from imports
where imports.user_id = sources.user_id and imports.state = 'done'
  and (imports.report->'sources' ? sources.id::text
       or sources.kind = 'old_app' and imports.report ? 'tables' and sources.created_at between imports.started_at and imports.finished_at);
