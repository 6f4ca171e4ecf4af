/// Who is on call when. Calendars plan, instants decide.
package dev.candor.paging.oncall;
