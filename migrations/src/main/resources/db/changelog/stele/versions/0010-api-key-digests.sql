--liquibase formatted sql

--changeset stele:0010-apikey-has-a-digest
--comment SHA-256 of 256 random bits: one index probe finds the key. Keys hashed by bcrypt gain theirs on first use.
alter table apikey
    add column digest bytea,
    add constraint apikey_digest_key unique (digest),
    add constraint apikey_digest_check check (octet_length(digest) = 32);
--rollback alter table apikey drop column digest;

--changeset stele:0010-apikey-needs-one-hash
--comment Going back gives keys without a bcrypt hash one that no key has: they stay, and open nothing there.
alter table apikey
    alter column hashed_key drop not null,
    add constraint apikey_hash_check check (digest is not null or hashed_key is not null);
--rollback update apikey set hashed_key = '$2b$12$' || repeat('.', 53) where hashed_key is null;
--rollback alter table apikey
--rollback     drop constraint apikey_hash_check,
--rollback     alter column hashed_key set not null;

--changeset stele:0010-apikey-can-end
alter table apikey
    add column expires_at timestamp with time zone,
    add column revoked_at timestamp with time zone,
    add column last_used_at timestamp with time zone;
--rollback alter table apikey drop column expires_at, drop column revoked_at, drop column last_used_at;
