/// What was learned from an incident, in words.
package dev.candor.learn.postmortem;
