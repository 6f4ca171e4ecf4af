/// Text for people.
package dev.candor.base.text;
