/// Who is paged when nobody answers.
package dev.candor.paging.escalation;
