/// What each week brought: drafted by itself when it is over, published by a person.
package dev.candor.learn.bulletin;
