/// The proof that somebody is woken: rules, contacts and schedules are rehearsed before the day they are needed.
package dev.candor.paging.proof;
