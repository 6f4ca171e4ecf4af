/// D06, a bad vendor path: one of three places no longer reaches a service that is well.
package dev.candor.lab.d06;
