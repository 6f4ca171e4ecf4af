/// What is to change after an incident: whose it is, until when, and whether it came true before the cause came back.
package dev.candor.learn.action;
