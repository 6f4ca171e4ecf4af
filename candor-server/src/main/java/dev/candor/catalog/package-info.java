/// What is configured: teams, people, services, and the documents of every other domain.
package dev.candor.catalog;
