/// Past incidents like a running one.
package dev.candor.learn.similar;
