-- What can stand in the way when a database of the Python system is adopted. Each block is read by the adoption before
-- anything is changed: "--check name: what is wrong", "--mend: what to do", then one SELECT that returns the rows at
-- fault as (table_name text, row_id text, detail text). A detail holds no value of the row.

--check user-email-case: two e-mail addresses differ only in case
--mend: change or delete one of the two users
select 'user' as table_name, id::text as row_id, 'has the same address as user ' || first_id || ' but for case' as detail
from (select id, min(id) over (partition by lower(email)) as first_id from "user") u
where id <> first_id
order by id;

--check team-name: a team's name is not 1 to 64 letters, digits, "_" or "-"
--mend: update team set name = <a name of 1 to 64 letters, digits, "_" or "-"> where id = <id>
select 'team' as table_name, id::text as row_id, 'name has ' || length(name) || ' characters' as detail
from team
where name !~ '^[a-zA-Z0-9_-]{1,64}$'
order by id;

--check team-workflow: a team's workflow is neither hierarchical nor sequential
--mend: update team set workflow = 'hierarchical' where id = <id>
select 'team' as table_name, id::text as row_id, 'workflow is unknown' as detail
from team
where workflow not in ('hierarchical', 'sequential')
order by id;

--check member-name: a member's name is not 1 to 64 letters, digits, "_" or "-"
--mend: update member set name = <a name of 1 to 64 letters, digits, "_" or "-", new in its team> where id = <id>
select 'member' as table_name, id::text as row_id, 'name has ' || length(name) || ' characters' as detail
from member
where name !~ '^[a-zA-Z0-9_-]{1,64}$'
order by id;

--check member-name-reserved: a member is called user, ignore or error, which agents use for themselves
--mend: update member set name = <another name> where id = <id>
select 'member' as table_name, id::text as row_id, 'name is reserved' as detail
from member
where name in ('user', 'ignore', 'error')
order by id;

--check member-type: a member's type is not root, leader, worker, freelancer or freelancer_root
--mend: update member set type = 'worker' where id = <id>
select 'member' as table_name, id::text as row_id, 'type is unknown' as detail
from member
where type not in ('root', 'leader', 'worker', 'freelancer', 'freelancer_root')
order by id;

--check member-temperature: a member's temperature is not between 0 and 2
--mend: update member set temperature = 0.7 where id = <id>
select 'member' as table_name, id::text as row_id, 'temperature is out of range' as detail
from member
where not temperature between 0 and 2
order by id;

--check member-source: a member follows a member that was deleted
--mend: update member set source = null where id = <id>
select 'member' as table_name, id::text as row_id, 'source ' || source || ' does not exist' as detail
from member m
where source is not null and not exists (select from member s where s.id = m.source)
order by id;

--check member-owner-of: a member leads a team that was deleted
--mend: update member set owner_of = null where id = <id>
select 'member' as table_name, id::text as row_id, 'team ' || owner_of || ' does not exist' as detail
from member m
where owner_of is not null and not exists (select from team t where t.id = m.owner_of)
order by id;

--check member-root: a team has more than one member of type root or freelancer_root
--mend: update member set type = 'leader' (or 'freelancer') where id = <id>
select 'member' as table_name, id::text as row_id, 'team ' || belongs_to || ' has root member ' || first_id as detail
from (
    select id, belongs_to, min(id) over (partition by belongs_to) as first_id
    from member
    where type in ('root', 'freelancer_root')
) m
where id <> first_id
order by id;

--check skill-managed-name: two managed skills have one name
--mend: give the members that use it the first of the two skills, then delete the other
select 'skill' as table_name, id::text as row_id, 'has the name of managed skill ' || first_id as detail
from (select id, min(id) over (partition by name) as first_id from skill where managed) s
where id <> first_id
order by id;

--check skill-tool-definition: a skill that is not managed has no tool definition
--mend: set its tool_definition to a JSON object, or delete the skill
select 'skill' as table_name, id::text as row_id, 'tool_definition is no JSON object' as detail
from skill
where not managed and json_typeof(tool_definition) is distinct from 'object'
order by id;

--check skill-tool-definition-text: a tool definition holds the character U+0000, which jsonb cannot store
--mend: remove \u0000 from its tool_definition
select 'skill' as table_name, id::text as row_id, 'tool_definition holds U+0000' as detail
from skill
where tool_definition::text ~ '(^|[^\\])(\\\\)*\\u0000'
order by id;
