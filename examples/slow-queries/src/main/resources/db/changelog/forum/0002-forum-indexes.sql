--liquibase formatted sql

--changeset app:0002-forum-indexes runInTransaction:false
--comment The first serves ForumThreads.ofAuthor, the second ForumThreads.openedSince; the third was for a list that is gone.
create index concurrently forum_thread_author_id_idx on public.forum_thread (author_id, id desc);
create index concurrently forum_thread_opened_at_product_idx on public.forum_thread (opened_at, product);
create index concurrently forum_thread_votes_idx on public.forum_thread (votes);
--rollback drop index concurrently public.forum_thread_votes_idx;
--rollback drop index concurrently public.forum_thread_opened_at_product_idx;
--rollback drop index concurrently public.forum_thread_author_id_idx;
