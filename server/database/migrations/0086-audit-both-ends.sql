-- A row with two ends, such as an order or a claim, concerns two counties: each sees its audit under its own scope.

alter table audit_entries
  add column other_county_code text,
  add column other_enterprise_id text,
  add column other_demand_point_id text;

drop policy audit_entries_read on audit_entries;
create policy audit_entries_read on audit_entries for select to baogong_app using (
  app_sees_place(city_code, county_code, enterprise_id, demand_point_id)
  or app_sees_place(city_code, other_county_code, other_enterprise_id, other_demand_point_id));
