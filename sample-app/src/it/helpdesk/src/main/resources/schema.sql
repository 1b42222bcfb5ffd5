create schema if not exists helpdesk;
