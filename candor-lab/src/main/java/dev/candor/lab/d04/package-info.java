/// D04, a bad host: a few of many fail, while a noisy client draws all eyes.
package dev.candor.lab.d04;
